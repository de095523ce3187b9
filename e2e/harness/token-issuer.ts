import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/**
 * Stands in for the service where a verifier must meet tokens that the service never issues: well signed, and wrong.
 * It counts how often its keys are fetched.
 */
export async function startTokenIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'key_1', alg: 'RS256', use: 'sig' }];
  let fetches = 0;
  const server = createServer((request, response) => {
    if (request.url === '/.well-known/jwks.json') fetches++;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = Math.floor(Date.now() / 1000);
  const good = {
    iss: origin,
    aud: 'gooclaim-api',
    sub: 'client_1',
    iat: now,
    exp: now + 600,
    tenant_id: 'ten_1',
    scope: 'audit:read workflow:read',
    token_use: 'machine',
  };
  return {
    origin,
    fetches: () => fetches,
    /** A token like the service's own, but for what is given; undefined leaves a claim out. */
    token: (claims: JWTPayload = {}, header: { kid?: string; typ?: string } = {}) =>
      new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'key_1', ...header })
        .sign(privateKey),
    now,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
