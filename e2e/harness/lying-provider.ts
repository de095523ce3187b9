import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What an honest provider would put into the ID token. */
export interface Honest {
  iss: string;
  aud: string;
  nonce: string;
  sub: string;
  email: string;
  email_verified: boolean;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A provider that answers whatever a test wants. Nobody signs in there: the test brings its code back by itself. */
export interface LyingProvider {
  issuer: string;
  /** The path of every request it got. */
  requests: string[];
  /** What it says of itself beside the honest; `undefined` takes something away. */
  discovery: Record<string, unknown>;
  /** In place of the honest answer, by path. */
  handlers: Record<string, Handler>;
  /** The text of the ID token for a code. */
  idToken: (honest: Honest) => string | Promise<string>;
  /** Signs with the key it publishes. */
  sign(claims: object, header?: object, key?: CryptoKey | Uint8Array): Promise<string>;
  /** What the token endpoint will answer for: by the nonce that the browser was sent with. */
  expect(honest: Honest): void;
  close(): Promise<void>;
}

const now = () => Math.floor(Date.now() / 1000);

export async function startLyingProvider(): Promise<LyingProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  const requests: string[] = [];
  let expected: Honest | undefined;

  const json = (response: ServerResponse, body: unknown) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    requests.push(path);
    void answer(path, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const liar: LyingProvider = {
    issuer,
    requests,
    discovery: {},
    handlers: {},
    idToken: (honest) => liar.sign(honest),
    sign: (claims, header = {}, key = privateKey) =>
      new SignJWT({ iat: now(), exp: now() + 300, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
        .sign(key),
    expect(honest) {
      expected = honest;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handler = liar.handlers[path];
    if (handler) return handler(request, response);
    if (path === '/.well-known/openid-configuration')
      return void json(response, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        code_challenge_methods_supported: ['S256'],
        ...liar.discovery,
      });
    if (path === '/keys') return void json(response, { keys: [jwk] });
    if (path === '/token' && expected)
      return void json(response, {
        access_token: 'an access token of the liar',
        token_type: 'Bearer',
        id_token: await liar.idToken(expected),
      });
    response.writeHead(404).end();
  }
  return liar;
}
