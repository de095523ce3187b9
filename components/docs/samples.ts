import type { DocsReader } from '@/lib/contract/docs';

/** Names of the two samples that make a quick start. */
export const GET_A_TOKEN = 'Get a token';
export const ASK_ABOUT_IT = 'Ask about it';

/** The reader's own client, or a word that is plainly none. */
export const clientIdOf = ({ clientId }: DocsReader): string => clientId ?? 'YOUR_CLIENT_ID';

/** The secret comes from the environment: what is typed into a command stays in the shell's history. */
export const tokenCurl = (reader: DocsReader): string =>
  [
    `curl -X POST ${reader.issuer}/v1/auth/token \\`,
    `  -u "${clientIdOf(reader)}:$CLIENT_SECRET" \\`,
    '  -d grant_type=client_credentials',
  ].join('\n');

export const introspectCurl = ({ issuer }: DocsReader): string =>
  [
    `curl -X POST ${issuer}/v1/auth/introspect \\`,
    '  -H "Authorization: Bearer $TOKEN" \\',
    '  -d "token=$TOKEN"',
  ].join('\n');

export const tokenJsonCurl = (reader: DocsReader): string =>
  [
    `curl -X POST ${reader.issuer}/v1/auth/token \\`,
    '  -H "Content-Type: application/json" \\',
    '  -d @- <<EOF',
    '{',
    '  "grant_type": "client_credentials",',
    `  "client_id": "${clientIdOf(reader)}",`,
    '  "client_secret": "$CLIENT_SECRET"',
    '}',
    'EOF',
  ].join('\n');

export const revokeCurl = (reader: DocsReader): string =>
  [
    `curl -X POST ${reader.issuer}/v1/auth/revoke \\`,
    `  -u "${clientIdOf(reader)}:$CLIENT_SECRET" \\`,
    '  -d "token=$TOKEN"',
  ].join('\n');

export const rotateCurl = (reader: DocsReader): string =>
  [
    `curl -X POST ${reader.issuer}/v1/auth/clients/self/secret \\`,
    `  -u "${clientIdOf(reader)}:$CLIENT_SECRET"`,
  ].join('\n');

/** Keeps a token for four fifths of its life, and lets calls at the same time wait for one and the same request. */
export const cachedTokenProgram = (reader: DocsReader): string =>
  `import * as client from 'openid-client'; // npm install openid-client

const { CLIENT_SECRET = '' } = process.env;
const service = await client.discovery(
  new URL('${reader.issuer}'),
  '${clientIdOf(reader)}',
  undefined,
  client.ClientSecretBasic(CLIENT_SECRET),${
    reader.issuer.startsWith('http:')
      ? '\n  // Plain http, for your own machine only.\n  { execute: [client.allowInsecureRequests] },'
      : ''
  }
);

let cached;
let pending;

export async function accessToken() {
  if (cached && Date.now() < cached.renewAt) return cached.token;
  pending ??= fetchToken().finally(() => {
    pending = undefined;
  });
  return pending;
}

async function fetchToken() {
  const askedAt = Date.now();
  const { access_token: token, expires_in: life = 0 } = await client.clientCredentialsGrant(service);
  cached = { token, renewAt: askedAt + life * 0.8 * 1000 };
  return token;
}

console.log((await accessToken()).slice(0, 20));`;

export const pythonProgram = (reader: DocsReader): string =>
  `import os

from authlib.integrations.requests_client import OAuth2Session  # pip install authlib requests

session = OAuth2Session("${clientIdOf(reader)}", os.environ["CLIENT_SECRET"])
token = session.fetch_token("${reader.issuer}/v1/auth/token", grant_type="client_credentials")
print(token["expires_in"], token["scope"])`;
