import { TextLink } from '@/components/ui/text-link';
import { ERROR_CODES } from '@/lib/contract/error-codes';
import { ERROR_WORDS } from './error-words';
import { Bullets, Code, Part, Sample, Text } from './prose';

const FORM = `{
  "error": "invalid_client",
  "error_description": "Client authentication failed.",
  "request_id": "req_…"
}`;

export function Errors() {
  return (
    <>
      <Part id="form" title="One form for all of them">
        <Sample label="An error" code={FORM} />
        <Bullets>
          <li>
            Decide by <Code>error</Code>. <Code>error_description</Code> is for people, and its words may
            change.
          </li>
          <li>
            Log <Code>request_id</Code>. Pasted into <TextLink href="/debugger">the debugger</TextLink>, it
            shows the people of your tenant the true cause, which the caller was not told.
          </li>
          <li>
            Try again only after 429 and 503, when <Code>Retry-After</Code> is over; after a 401 of an API
            once, with a new token.
          </li>
        </Bullets>
      </Part>
      <Part id="codes" title="The codes">
        <dl className="flex max-w-3xl flex-col divide-y rounded-md border">
          {ERROR_CODES.map((code) => {
            const { status, cause, mend } = ERROR_WORDS[code];
            return (
              <div key={code} id={code} className="flex scroll-mt-20 flex-col gap-1 px-4 py-3">
                <dt className="flex flex-wrap items-baseline gap-x-3">
                  <code className="font-medium font-mono text-sm">{code}</code>
                  <span className="text-muted-foreground text-xs">
                    {/^\d/.test(status) ? `Status ${status}` : status}
                  </span>
                </dt>
                <dd>{cause}</dd>
                <dd className="text-muted-foreground">
                  <span className="font-medium text-foreground">Mend it:</span> {mend}
                </dd>
              </div>
            );
          })}
        </dl>
        <Text>
          <Code>{'{"active":false}'}</Code> of introspection is no error: it is the answer about a token that
          is not good.
        </Text>
      </Part>
    </>
  );
}
