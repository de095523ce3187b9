import { Badge } from '@/components/ui/badge';
import type { DocsReader } from '@/lib/contract/docs';
import { APP_ENDPOINTS, ENDPOINTS, type EndpointFacts, type FieldFact, HEADERS } from './endpoints';
import { Code, Facts, Part, Sample, Text } from './prose';
import { introspectCurl, revokeCurl, rotateCurl, tokenJsonCurl } from './samples';

const SAMPLES: Record<string, (reader: DocsReader) => string> = {
  token: tokenJsonCurl,
  introspect: introspectCurl,
  revoke: revokeCurl,
  'self-secret': rotateCurl,
};

const rowsOf = (fields: readonly FieldFact[]) =>
  fields.map(({ name, meaning }) => ({ key: name, cells: [<Code key={name}>{name}</Code>, meaning] }));

export function Reference({ reader }: { reader: DocsReader }) {
  return (
    <>
      <Part id="base" title="Where it is">
        <Text>
          All addresses are below <Code>{reader.issuer}</Code>, which is also <Code>iss</Code> of every token.
          Bodies are JSON or <Code>application/x-www-form-urlencoded</Code>, 16 KiB at most; answers are JSON.
        </Text>
        <Facts caption="Headers of answers" head={['Header', 'Meaning']} rows={rowsOf(HEADERS)} />
      </Part>
      {ENDPOINTS.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} sample={SAMPLES[endpoint.id]?.(reader)} />
      ))}
      <Part id="apps" title="For apps that sign people in">
        <Text>
          Register the app in the portal and give its settings to an OpenID Connect library: it makes these
          calls.
        </Text>
        <Facts caption="Addresses for apps" head={['Address', 'What for']} rows={rowsOf(APP_ENDPOINTS)} />
      </Part>
    </>
  );
}

function Endpoint({ endpoint, sample }: { endpoint: EndpointFacts; sample?: string }) {
  const { id, method, path, title, source, intro, takes, answers, refusals } = endpoint;
  return (
    <Part id={id} title={title}>
      <p className="flex flex-wrap items-center gap-2">
        <Badge variant="primary">{method}</Badge>
        <code className="break-all font-mono text-sm">{path}</code>
        <span className="text-muted-foreground text-sm">{source}</span>
      </p>
      <Text>{intro}</Text>
      {sample ? <Sample label={`${title}: curl`} code={sample} /> : null}
      {takes.length > 0 ? (
        <Facts caption={`${title}: what it takes`} head={['Takes', 'Meaning']} rows={rowsOf(takes)} />
      ) : null}
      {answers.length > 0 ? (
        <Facts caption={`${title}: what it answers`} head={['Answers', 'Meaning']} rows={rowsOf(answers)} />
      ) : null}
      <Text>
        <span className="font-medium">Refusals:</span> {refusals}
      </Text>
    </Part>
  );
}
