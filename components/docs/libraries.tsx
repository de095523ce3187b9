import { TextLink } from '@/components/ui/text-link';
import type { DocsReader } from '@/lib/contract/docs';
import { Bullets, Code, Facts, Part, Sample, Text } from './prose';
import { cachedTokenProgram, clientIdOf, pythonProgram } from './samples';

export function Libraries({ reader }: { reader: DocsReader }) {
  const settings = [
    ['Issuer', reader.issuer],
    ['Token address', `${reader.issuer}/v1/auth/token`],
    ['Client ID', clientIdOf(reader)],
    ['Client authentication', 'client_secret_basic or client_secret_post; with keys, private_key_jwt'],
    ['Grant', 'client_credentials'],
    ['Scope', 'leave it out, or name some of the client’s'],
  ] as const;
  return (
    <>
      <Part id="settings" title="What to set">
        <Text>
          There is no library of our own yet, and none is needed: this service speaks OAuth 2.0 as the
          standards have it. Where a library takes an issuer, it finds the rest by itself.
        </Text>
        <Facts
          caption="Settings of a library"
          head={['Setting', 'Value']}
          rows={settings.map(([name, value]) => ({
            key: name,
            cells: [name, <Code key={name}>{value}</Code>],
          }))}
        />
        <Text>
          The tests of this service get tokens with <Code>openid-client</Code>, <Code>oauth4webapi</Code> and{' '}
          <Code>simple-oauth2</Code>, and protect an API with <Code>express-oauth2-jwt-bearer</Code>.
        </Text>
      </Part>

      <Part id="keep" title="Keep a token, renew it in time">
        <Text>
          Ask for a new token when four fifths of <Code>expires_in</Code> have passed: early enough for a slow
          call, and rare enough for the limit. Calls that come at the same moment wait for one request.
        </Text>
        <Sample label="JavaScript, with openid-client" code={cachedTokenProgram(reader)} />
        <Bullets>
          <li>Keep it in memory. Whoever reads a token from a disk can use it.</li>
          <li>
            After a 401 of an API throw the kept token away, get one new one, and try once. A second 401 is
            for a person: <TextLink href="/debugger">paste the token into the debugger</TextLink>.
          </li>
          <li>After a rotation the old secret’s tokens live on until they end, unless somebody ends them.</li>
        </Bullets>
      </Part>

      <Part id="python" title="In Python">
        <Sample label="Python, with Authlib" code={pythonProgram(reader)} />
      </Part>
    </>
  );
}
