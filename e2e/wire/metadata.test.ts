import { describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { doors } from '../harness/shared';

const issuer = inject('doors')[0]?.origin ?? '';
const JWKS = '/.well-known/jwks.json';
const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';

describe.each(doors)('published documents, $name', ({ origin }) => {
  describe.each([JWKS, OAUTH, OPENID])('%s', (path) => {
    test('200 in JSON, for every origin, cacheable, without a redirect', async () => {
      const answer = await call(`${origin}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers['content-type']).toMatch(/^application\/(jwk-set\+)?json\b/);
      expect(answer.headers['cache-control']).toMatch(/\bmax-age=[1-9]\d*\b/);
      expect(answer.headers['cache-control']).not.toMatch(/no-store|private/);
      // A gateway that has it for longer than two hours would miss a key that was published two hours before it signs.
      expect(Number(/max-age=(\d+)/.exec(answer.headers['cache-control'] ?? '')?.[1])).toBeLessThanOrEqual(
        7200,
      );
      expect(() => answer.json).not.toThrow();
    });

    test('the Host header changes nothing in it', async () => {
      const answer = await call(`${origin}${path}`, {
        headers: {
          Host: 'attacker.invalid',
          'X-Forwarded-Host': 'attacker.invalid',
          'X-Forwarded-Proto': 'https',
        },
      });
      expect(answer.text).toBe((await call(`${origin}${path}`)).text);
      expect(answer.text).not.toContain('attacker');
    });

    test('HEAD answers like GET, without the body', async () => {
      const answer = await call(`${origin}${path}`, { method: 'HEAD' });
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    });

    test('a browser may ask first', async () => {
      const answer = await call(`${origin}${path}`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'GET' },
      });
      expect([200, 204]).toContain(answer.status);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    });

    test.each(['POST', 'PUT', 'DELETE'])('405 with Allow for %s', async (method) => {
      const answer = await call(`${origin}${path}`, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toContain('GET');
      expect(answer.json.error).toBe('invalid_request');
    });
  });

  test('keys are RS256 verification keys of 2048 bits or more, with nothing private in them', async () => {
    const { keys } = (await call(`${origin}${JWKS}`)).json;
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' });
      expect(key.kid).toMatch(/^key_[A-Za-z0-9_-]+$/);
      expect(Buffer.from(key.n, 'base64url').length).toBeGreaterThanOrEqual(256);
    }
  });

  test.each([OAUTH, OPENID])('%s names the issuer and the endpoints that exist', async (path) => {
    const document = (await call(`${origin}${path}`)).json;
    expect(document).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/v1/auth/token`,
      introspection_endpoint: `${issuer}/v1/auth/introspect`,
      jwks_uri: `${issuer}${JWKS}`,
      authorization_endpoint: `${issuer}/v1/auth/authorize`,
      revocation_endpoint: `${issuer}/v1/auth/revoke`,
      grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'client_secret_basic',
        'client_secret_post',
        'none',
      ]),
      response_types_supported: ['code'],
    });
    expect(document.issuer).not.toMatch(/\/$/);
  });

  test('what OpenID Connect Discovery requires is in its document', async () => {
    const document = (await call(`${origin}${OPENID}`)).json;
    expect(document).toMatchObject({
      userinfo_endpoint: `${issuer}/v1/auth/userinfo`,
      end_session_endpoint: `${issuer}/v1/auth/logout`,
    });
    for (const name of [
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ])
      expect(document[name], name).toBeInstanceOf(Array);
  });

  test.each(['/healthz', '/readyz'])('%s: 200 when able, never cached, for reading only', async (path) => {
    const answer = await call(`${origin}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await call(`${origin}${path}`, { method: 'HEAD' })).status).toBe(200);
    const refused = await call(`${origin}${path}`, { method: 'POST' });
    expect(refused.status).toBe(405);
    expect(refused.headers.allow).toContain('GET');
  });
});

test('both doors publish the same bytes', async () => {
  const [one, other] = doors;
  for (const path of [JWKS, OAUTH, OPENID])
    expect((await call(`${one?.origin}${path}`)).text).toBe((await call(`${other?.origin}${path}`)).text);
});
