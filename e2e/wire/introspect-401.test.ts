import { beforeAll, describe, expect, test } from 'vitest';
import { demoPortal, doors, newClient } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  fingerprint,
  getToken,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

describe.each(doors)('introspection, 401, $name', ({ origin }) => {
  let client: Credentials;
  let own: string;
  let body: string;
  beforeAll(async () => {
    client = await newClient();
    own = await getToken(origin, client);
    body = JSON.stringify({ token: own });
  });

  test('no credential at all: a challenge without an error code (RFC 6750 §3.1)', async () => {
    const answer = await introspect(origin, { headers: JSON_TYPE, body });
    expectRefusal(answer, 401, 'invalid_token');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer\b/);
    expect(answer.headers['www-authenticate']).not.toContain('error=');
  });

  test.each(['garbage', 'a.b.c', '..', 'x'.repeat(8000), 'null', '{}'])(
    'a bad bearer: error="invalid_token" (%.20s)',
    async (bad) => {
      const answer = await introspect(origin, { headers: { ...bearer(bad), ...JSON_TYPE }, body });
      expectRefusal(answer, 401, 'invalid_token');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer\b.*\berror="invalid_token"/);
    },
  );

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'bearer\t',
    'Token abc',
    'Digest username="x"',
    'Basic',
    'Basic !!',
    'é',
    ',',
  ])('an Authorization header of %j is refused, never 500 and never a verdict', async (header) => {
    const Authorization = Buffer.from(header, 'utf8').toString('latin1');
    const answer = await introspect(origin, { headers: { Authorization, ...JSON_TYPE }, body });
    expect([400, 401]).toContain(answer.status);
    expect(answer.json.error).toMatch(/^invalid_(request|token|client)$/);
    if (answer.status === 401) expect(answer.headers['www-authenticate']).toMatch(/^(Bearer|Basic)\b/);
  });

  test('a bad bearer is told apart from a bad inspected token even when they are the same', async () => {
    const answer = await introspect(origin, {
      headers: { ...bearer('garbage'), ...JSON_TYPE },
      body: '{"token":"garbage"}',
    });
    expectRefusal(answer, 401, 'invalid_token');
  });

  test("a bad bearer is refused before the body's token is looked at", async () => {
    const good = await introspect(origin, { headers: { ...bearer('a.b.c'), ...JSON_TYPE }, body });
    const bad = await introspect(origin, {
      headers: { ...bearer('a.b.c'), ...JSON_TYPE },
      body: '{"token":"x"}',
    });
    const { text, status } = fingerprint(good) as { text: string; status: number };
    expect(fingerprint(bad)).toMatchObject({ text, status });
  });

  test.each([
    ['an unknown client', () => ({ client_id: 'client_0000000000000000000000', client_secret: 'x' })],
    ['a wrong secret', (c: Credentials) => ({ ...c, client_secret: 'wrong' })],
  ])('client authentication by %s: invalid_client', async (_, spoil) => {
    const bad = spoil(client);
    expectRefusal(
      await introspect(origin, { headers: JSON_TYPE, body: JSON.stringify({ token: own, ...bad }) }),
      401,
      'invalid_client',
    );
    const answer = await introspect(origin, {
      headers: { ...basic(bad.client_id, bad.client_secret), ...FORM_TYPE },
      body: `token=${own}`,
    });
    expectRefusal(answer, 401, 'invalid_client');
    expect(answer.headers['www-authenticate']).toMatch(/^Basic\b/);
  });

  test("a disabled client's own token is refused as a bearer: 401, never active:false", async () => {
    const portal = await demoPortal();
    const other = await newClient();
    const token = await getToken(origin, other);
    await portal.post(`/clients/${other.client_id}/disable`);
    for (const inspected of [token, own, 'garbage']) {
      const headers = { ...bearer(token), ...JSON_TYPE };
      const answer = await introspect(origin, { headers, body: JSON.stringify({ token: inspected }) });
      expectRefusal(answer, 401, 'invalid_token');
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    }
    const answer = await introspect(origin, {
      headers: JSON_TYPE,
      body: JSON.stringify({ token: own, ...other }),
    });
    expectRefusal(answer, 401, 'invalid_client');
  });

  test('a token in the body does not authenticate its bearer (RFC 6750 §2.2 is not offered)', async () => {
    const answer = await introspect(origin, { headers: FORM_TYPE, body: `token=${own}&access_token=${own}` });
    expectRefusal(answer, 401, 'invalid_token');
  });
});
