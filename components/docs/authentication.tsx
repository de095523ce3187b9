import { joseProgram, pyjwtProgram } from '@/components/debugger/copy-as';
import { TextLink } from '@/components/ui/text-link';
import type { DocsReader } from '@/lib/contract/docs';
import { WELL_KNOWN_SCOPES } from '@/lib/contract/scope-terms';
import { AUDIENCE } from '@/lib/token/jwt';
import { Bullets, Code, Facts, Part, Sample, Text } from './prose';
import { introspectCurl } from './samples';

const KINDS = [
  [
    'Whose',
    'a backend, with its own credentials',
    'a person who signed in to the portal or one of your apps',
  ],
  ['Life', '1 hour, unless its client has another (60 seconds to 24 hours)', '15 minutes'],
  ['Renewed by', 'asking again with the credentials', 'the refresh token of the app'],
  ['Ends early when', 'its secret, its client or its tenant is ended', 'the session or the person is ended'],
];

/** The claims of an access token, with their JSON types. */
const CLAIMS = [
  ['iss', 'string', 'This service. Compare all of it.'],
  ['sub', 'string', 'The client, or the person.'],
  ['tenant_id', 'string', 'Whose data it may touch. Enforce it on every call.'],
  ['scope', 'string', 'What it may do, separated by single spaces.'],
  ['aud', 'string', `Which API it is for: ${AUDIENCE}, or a resource that was asked for.`],
  ['iat', 'integer', 'When it was issued, in UNIX seconds.'],
  ['exp', 'integer', 'When it ends, in UNIX seconds.'],
  ['jti', 'string', 'Its own ID. Log this, never the token.'],
  ['client_id', 'string', 'The client or app it was issued to.'],
  ['token_use', 'string', 'machine or human: a token of a person never passes for one of a backend.'],
  ['cred', 'string', 'Of a machine token: the secret or key it was issued for.'],
  ['sid', 'string', 'Of a human token: the session it belongs to.'],
] as const;

export function Authentication({ reader }: { reader: DocsReader }) {
  const { issuer } = reader;
  const verifier = {
    issuer,
    audience: AUDIENCE,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    typ: 'JWT',
  } as const;
  return (
    <>
      <Part id="kinds" title="Two kinds of tokens">
        <Text>Both are JSON Web Tokens signed with RS256. Backends want the first kind.</Text>
        <Facts
          caption="Machine and human tokens"
          head={['Kind', 'Machine token', 'Human token']}
          rows={KINDS.map(([name = '', ...cells]) => ({ key: name, cells: [name, ...cells] }))}
        />
      </Part>

      <Part id="claims" title="What is in a token">
        <Facts
          caption="Claims"
          head={['Claim', 'Type', 'Meaning']}
          rows={CLAIMS.map(([name, type, meaning]) => ({
            key: name,
            cells: [<Code key={name}>{name}</Code>, type, meaning],
          }))}
        />
      </Part>

      <Part id="scopes" title="Scopes">
        <Text>
          A client is granted scopes in the portal. Without <Code>scope</Code> in the request a token has all
          of them; with it, those that are named. One too many is refused, never left out in silence. Beside
          these, a tenant may use words of its own.
        </Text>
        <Facts
          caption="Scopes"
          head={['Scope', 'Allows to']}
          rows={WELL_KNOWN_SCOPES.map(({ scope, meaning }) => ({
            key: scope,
            cells: [<Code key={scope}>{scope}</Code>, meaning],
          }))}
        />
      </Part>

      <Part id="verify" title="Checking a token at your API">
        <Text>
          Ask this service when a token that was ended a second ago must not get through. Check it yourself
          when an answer may be as old as the token: nobody tells your API then that a token was revoked.
        </Text>
        <Sample label="Ask the service" code={introspectCurl(reader)} />
        <Text>
          To check it yourself, use a library, and pin what it may accept. Never take the issuer, the
          algorithm or the address of the keys from the token: whoever forges one writes those.
        </Text>
        <Sample label="Check it in JavaScript" code={joseProgram(verifier)} />
        <Sample label="Check it in Python" code={pyjwtProgram(verifier)} />
        <Text>
          Then compare <Code>tenant_id</Code> with the data that is asked for, <Code>scope</Code> with what is
          asked, and <Code>token_use</Code> where only one kind may come in.
        </Text>
      </Part>

      <Part id="credentials" title="Other credentials than a secret">
        <Bullets>
          <li>
            A key of the client’s own (<Code>private_key_jwt</Code>, RFC 7523): nothing secret is ever sent.
            It is registered on the client’s page.
          </li>
          <li>
            Tokens bound to a key (DPoP, RFC 9449): a stolen token is worth nothing without the key. Send a
            proof with the token request; the portal can require it of a client.
          </li>
        </Bullets>
      </Part>

      <Part id="rules" title="Rules that keep it safe">
        <Bullets>
          <li>Secrets stay on servers: not in browsers, not in mobile apps, not in a repository.</li>
          <li>
            A secret never goes into a URL. One that arrives there is refused and flagged, because proxies and
            logs have seen it.
          </li>
          <li>
            Log a token’s <Code>jti</Code>, not the token.
          </li>
          <li>
            Replace each secret before the age your tenant allows, 90 days unless its settings say otherwise:{' '}
            <TextLink href="/docs/rotation">Rotating secrets</TextLink>.
          </li>
          <li>One client per backend, with the scopes it needs: then one can be ended without the others.</li>
        </Bullets>
      </Part>
    </>
  );
}
