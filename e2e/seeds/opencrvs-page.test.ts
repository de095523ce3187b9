import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { type Onboarded, onboard } from '../harness/onboard';
import { runToEnd } from '../harness/processes';
import { doors } from '../harness/shared';

const sample = readFileSync(new URL('samples/004-opencrvs.txt', import.meta.url), 'utf8').trim();

describe.each(doors)('seed 004, "Authenticate a client", through $name', ({ origin, name }) => {
  let client: Onboarded;
  beforeAll(async () => {
    client = await onboard(inject('dataDir'), 'Registrar', `registrar@${name.replace(' ', '-')}.test`, [
      '--profile',
      'opencrvs',
      '--scopes',
      'recordsearch',
    ]);
  });

  /** The printed URL, with nothing but the placeholders filled in. */
  const printed = () =>
    sample
      .replace('https://auth.<your_domain>', origin)
      .replace('2fd153ab-86c8-45fb-990d-721140e46061', client.client_id)
      .replace('8636abe2-affb-4238-8bff-200ed3652d1e', client.client_secret);

  test('the example URL, POSTed without a body, answers with a token of the documented form', async () => {
    expect(printed()).toMatch(
      /\/token\?client_id=client_\w+&client_secret=gcs_\w+&grant_type=&grant_type=client_credentials$/,
    );
    const { stdout } = await runToEnd('curl', ['-sS', '-X', 'POST', printed()]);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual(['access_token', 'token_type']);
    expect(answer.token_type).toBe('Bearer');
    expect(answer.access_token).toMatch(/^eyJhbGciOiJSUzI1NiIsInR5cCI6Ikp/);

    const { header, payload } = decodeSegments(answer.access_token);
    expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    expect(payload).toMatchObject({
      scope: ['recordsearch'],
      aud: ['opencrvs.auth'],
      iss: 'opencrvs.auth',
      sub: client.client_id,
    });
    expect((payload.exp as number) - (payload.iat as number)).toBe(600);

    const jwks = (await call(`${origin}/.well-known/jwks.json`)).json as { keys: JWK[] };
    await jwtVerify(answer.access_token, createLocalJWKSet(jwks), {
      issuer: 'opencrvs.auth',
      audience: 'opencrvs.auth',
      algorithms: ['RS256'],
    });
  });
});
