import { generateKeyPairSync } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Alg, type AssertionKey, createKeyClient, newAssertionKey } from '../harness/assertions';
import { startHttpsHost } from '../harness/https-host';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { readWelcome } from '../harness/welcome';

const plainHttp = { [oauth.allowInsecureRequests]: true };

/** How these libraries want a key. */
const IMPORTS: Partial<Record<Alg, RsaHashedImportParams | EcKeyImportParams | Algorithm>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  Ed25519: { name: 'Ed25519' },
};
const ALGS = Object.keys(IMPORTS) as (keyof typeof IMPORTS)[];
const forLibraries = async ({ alg, kid, privateKey }: AssertionKey) => ({
  kid,
  key: await crypto.subtle.importKey(
    'pkcs8',
    new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
    IMPORTS[alg] as Algorithm,
    false,
    ['sign'],
  ),
});

/** What the key set's address answers now. */
let published: unknown[] = [];
const host = await startHttpsHost((_, response) => {
  response.setHeader('Content-Type', 'application/jwk-set+json');
  response.end(JSON.stringify({ keys: published }));
});
afterAll(() => host.close());

describe('private_key_jwt with clients we did not write', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let service: Service;
  let portal: Portal;
  beforeAll(async () => {
    service = await lab.start(dataDir, {
      env: {
        JWKS_URI_NETWORKS: '127.0.0.0/8, ::1',
        NODE_EXTRA_CA_CERTS: host.certificate.file,
      },
    });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    portal = new Portal(service.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
  });

  const pasted = (key: AssertionKey) => createKeyClient(portal, { jwks: { keys: [key.jwk] } });
  const byAddress = (key: AssertionKey) => {
    published = [key.jwk];
    return createKeyClient(portal, { jwks_uri: `https://localhost:${host.port}/${key.kid}` });
  };
  const ways: [string, (key: AssertionKey) => Promise<string>][] = [
    ['pasted', pasted],
    ['behind an address', byAddress],
  ];

  describe.each(ways)('keys %s', (_, register) => {
    test.each(ALGS)('openid-client 6: token, introspection and revocation with %s', async (alg) => {
      const key = newAssertionKey(alg);
      const config = await openid.discovery(
        new URL(service.origin),
        await register(key),
        undefined,
        openid.PrivateKeyJwt(await forLibraries(key)),
        { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
      );
      expect(config.serverMetadata()).toMatchObject({
        token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
        token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining([alg]),
      });
      const granted = await openid.clientCredentialsGrant(config, { scope: 'audit:read' });
      expect(granted).toMatchObject({ expires_in: 3600, scope: 'audit:read' });
      expect(await openid.tokenIntrospection(config, granted.access_token)).toMatchObject({ active: true });
      await openid.tokenRevocation(config, granted.access_token);
      expect(await openid.tokenIntrospection(config, granted.access_token)).toEqual({ active: false });
    });

    test.each(ALGS)('oauth4webapi 3: token, introspection and revocation with %s', async (alg) => {
      const key = newAssertionKey(alg);
      const issuer = new URL(service.origin);
      const as = await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plainHttp }),
      );
      const client = { client_id: await register(key) };
      const authentication = oauth.PrivateKeyJwt(await forLibraries(key));
      const granted = await oauth.processClientCredentialsResponse(
        as,
        client,
        await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, plainHttp),
      );
      const inspect = async () =>
        oauth.processIntrospectionResponse(
          as,
          client,
          await oauth.introspectionRequest(as, client, authentication, granted.access_token, plainHttp),
        );
      expect(await inspect()).toMatchObject({ active: true, client_id: client.client_id });
      await oauth.processRevocationResponse(
        await oauth.revocationRequest(as, client, authentication, granted.access_token, plainHttp),
      );
      expect(await inspect()).toEqual({ active: false });
    });
  });

  const grant = async (clientId: string, key: AssertionKey, at: Service = service) => {
    const config = await openid.discovery(
      new URL(service.origin),
      clientId,
      undefined,
      openid.PrivateKeyJwt(await forLibraries(key)),
      { execute: [openid.allowInsecureRequests] },
    );
    config[openid.customFetch] = (url, options) =>
      fetch(url.replace(service.origin, at.origin), options as RequestInit);
    return openid.clientCredentialsGrant(config).then(
      () => 'granted',
      ({ error }) => error,
    );
  };

  test('a client changes from a secret to a key: both work until the secret is retired', async () => {
    const key = newAssertionKey();
    const { client_id, client_secret } = await portal.createClient();
    expect(await grant(client_id, key)).toBe('invalid_client');
    await portal.changeClient(client_id, { jwks: { keys: [key.jwk] } });
    expect(await grant(client_id, key)).toBe('granted');
    const config = await openid.discovery(new URL(service.origin), client_id, client_secret, undefined, {
      execute: [openid.allowInsecureRequests],
    });
    expect(await openid.clientCredentialsGrant(config)).toHaveProperty('access_token');
  });

  test('a key set behind an address is fetched once for many, and rotates', async () => {
    const [old, next] = [newAssertionKey(), newAssertionKey()];
    const clientId = await byAddress(old);
    const before = host.requests.length;
    const granted = await Promise.all(Array.from({ length: 10 }, () => grant(clientId, old)));
    expect(new Set(granted)).toEqual(new Set(['granted']));
    expect(host.requests.length - before).toBe(1);

    // The next key appears beside the old one. Strangers with invented ones do not make us fetch it any sooner.
    published = [old.jwk, next.jwk];
    for (let attempt = 0; attempt < 5; attempt++)
      expect(await grant(clientId, newAssertionKey())).toBe('invalid_client');
    expect(await grant(clientId, next)).toBe('invalid_client');
    expect(host.requests.length - before).toBe(1);

    // Another instance, which has nothing cached, knows it at once.
    const other = await lab.start(dataDir, {
      env: { JWKS_URI_NETWORKS: '127.0.0.1', NODE_EXTRA_CA_CERTS: host.certificate.file },
    });
    expect(await grant(clientId, next, other)).toBe('granted');
    expect(await grant(clientId, old, other)).toBe('granted');
  });

  test('what cannot be fetched is a refusal, not an outage, and one line in the log', async () => {
    const key = newAssertionKey();
    const nobody = await createKeyClient(portal, { jwks_uri: 'https://localhost:1/keys?code=canary' });
    for (let attempt = 0; attempt < 5; attempt++) expect(await grant(nobody, key)).toBe('invalid_client');
    const lines = service
      .stderr()
      .split('\n')
      .filter((line) => line.includes('localhost:1"'));
    expect(lines).toHaveLength(1);
    expect(service.stderr()).not.toContain('canary');
    const ready = await fetch(`${service.origin}/readyz`);
    expect(ready.status).toBe(200);
  });

  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  test.each([
    ['too small', small.publicKey.export({ format: 'jwk' }), /Key 1 has 1024 bits/],
    ['private', small.privateKey.export({ format: 'jwk' }), /private key/],
    ['on another curve', { ...newAssertionKey('ES256').jwk, crv: 'P-384' }, /Key 1 is not a key/],
    ['for another algorithm', { ...newAssertionKey('RS256').jwk, alg: 'HS256' }, /alg/],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0' }, /RSA, EC or OKP/],
  ])('a key that is %s is refused where it is pasted, in words', async (_, jwk, words) => {
    const answer = await portal.post('/clients', {
      name: 'x',
      scopes: ['audit:read'],
      authentication: 'key',
      jwks: { keys: [jwk] },
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json.fields)).toMatch(words);
  });
});
