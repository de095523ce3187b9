import { TextLink } from '@/components/ui/text-link';
import type { DocsReader } from '@/lib/contract/docs';
import { Bullets, Code, Part, Sample, Text } from './prose';
import { ASK_ABOUT_IT, clientIdOf, GET_A_TOKEN, introspectCurl, tokenCurl } from './samples';

const ANSWER = `{
  "access_token": "eyJhbGciOiJSUzI1NiIs…",
  "token_type": "Bearer",
  "expires_in": 3600,
  "scope": "workflow:read audit:read"
}`;

export function QuickStart({ reader }: { reader: DocsReader }) {
  return (
    <>
      <Part id="credentials" title="1. Have a client and its secret">
        {reader.clientId ? (
          <Text>
            The samples on these pages name <Code>{clientIdOf(reader)}</Code>, the newest active client of
            your tenant. Its secret was shown once, when it was made; if nobody kept it,{' '}
            <TextLink href={`/clients/${reader.clientId}?tab=secrets`}>rotate it</TextLink>.
          </Text>
        ) : (
          <Text>
            Each of your backends is a client: <TextLink href="/clients">create one</TextLink> in the portal
            and copy its secret, which is shown once. Then put its ID where these pages say{' '}
            <Code>{clientIdOf(reader)}</Code>.
          </Text>
        )}
        <Text>Put the secret into the environment of your shell, not into a command:</Text>
        <Sample label="Read the secret" code="read -rs CLIENT_SECRET && export CLIENT_SECRET" />
        <Text>The shell waits; paste the secret and press Enter.</Text>
      </Part>

      <Part id="token" title="2. Get a token">
        <Sample label={GET_A_TOKEN} code={tokenCurl(reader)} />
        <Sample label="Answer" code={ANSWER} />
        <Text>
          The token lives for <Code>expires_in</Code> seconds. Keep it until about four fifths of them have
          passed and then ask for another: a token for every call of yours costs time, and runs into{' '}
          <TextLink href="/docs/limits">the limit</TextLink>.
        </Text>
      </Part>

      <Part id="check" title="3. Ask whether it is good">
        <Text>
          The token itself is the credential here. Put the value of <Code>access_token</Code> into{' '}
          <Code>TOKEN</Code> first, the way the secret was.
        </Text>
        <Sample label="Read the token" code="read -rs TOKEN && export TOKEN" />
        <Sample label={ASK_ABOUT_IT} code={introspectCurl(reader)} />
        <Text>
          <Code>{'"active": true'}</Code> comes with what the token says. <Code>{'{"active":false}'}</Code>{' '}
          comes without a reason, to everybody; the <TextLink href="/debugger">debugger</TextLink> tells the
          people of your tenant which check failed.
        </Text>
      </Part>

      <Part id="call" title="4. Call an API with it">
        <Text>
          Send it with every call, as <Code>Authorization: Bearer</Code> and the token. The API checks it as{' '}
          <TextLink href="/docs/authentication#verify">Authentication</TextLink> describes.
        </Text>
        <Bullets>
          <li>A 401 from an API: get one new token and try once more. Never in a loop.</li>
          <li>
            A refusal of this service: its <Code>error</Code> is in{' '}
            <TextLink href="/docs/errors">the list</TextLink>, and its <Code>request_id</Code>, pasted into
            the debugger, shows the true cause.
          </li>
        </Bullets>
      </Part>
    </>
  );
}
