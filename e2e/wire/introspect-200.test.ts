import { beforeAll, describe, expect, inject, test } from 'vitest';
import { decodeSegments } from '../harness/jwt';
import { demoPortal, doors, newClient } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectInactive,
  FORM_TYPE,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

/** The token in the introspection page: cut short in its payload, and signed by nobody. */
const SEED_SAMPLE =
  'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyQGV4YW1wbGUuY29tIiwidGVuYW50X2lkIjoiY29tcGFueS0xMjMiLCJzY29wZSI6InJlYWQ6dXNlcnMgd3JpdGU6b3JkZXJzIiwiaWF0IjoxNjgyMDAwMDAwLCJleHAiOjE2ODIwMDM2MDAsImF';

describe.each(doors)('introspection, 200, $name', ({ origin }) => {
  let client: Credentials;
  let own: string;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
    own = await getToken(origin, client);
  });

  const active = (inspected: string) => {
    const { payload } = decodeSegments(inspected);
    return {
      active: true,
      sub: client.client_id,
      tenant_id: payload.tenant_id,
      scope: payload.scope,
      iat: payload.iat,
      exp: payload.exp,
      aud: 'gooclaim-api',
      iss: inject('doors')[0]?.origin,
      jti: payload.jti,
      client_id: client.client_id,
      token_type: 'Bearer',
      token_use: 'machine',
    };
  };

  test('active: the very token one calls with', async () => {
    const answer = await inspect(origin, own, own);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json).toEqual(active(own));
  });

  test("active: another token of one's own tenant, with its own scope", async () => {
    const narrow = await getToken(origin, client, { scope: 'audit:read' });
    const answer = await inspect(origin, own, narrow);
    expect(answer.json).toEqual(active(narrow));
    expect(answer.json.scope).toBe('audit:read');
  });

  test("active: another client's token of one's own tenant", async () => {
    const other = await newClient();
    const answer = await inspect(origin, own, await getToken(origin, other));
    expect(answer.json).toMatchObject({ active: true, sub: other.client_id, client_id: other.client_id });
  });

  test.each([
    ['JSON', JSON_TYPE, (token: string) => JSON.stringify({ token })],
    [
      'JSON labelled as a form, as the seed does with curl -d',
      FORM_TYPE,
      (token: string) => JSON.stringify({ token }),
    ],
    ['JSON without a label', {}, (token: string) => JSON.stringify({ token })],
    ['a form', FORM_TYPE, (token: string) => `token=${token}`],
    [
      'a form with a charset',
      { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      (token: string) => `token=${token}`,
    ],
    ['a right hint', FORM_TYPE, (token: string) => `token=${token}&token_type_hint=access_token`],
    [
      'a wrong hint, which is ignored',
      FORM_TYPE,
      (token: string) => `token=${token}&token_type_hint=refresh_token`,
    ],
    [
      'a hint nobody knows, which is ignored',
      JSON_TYPE,
      (token: string) => JSON.stringify({ token, token_type_hint: 'pizza' }),
    ],
  ])('active: asked by %s', async (_, headers, body) => {
    const answer = await introspect(origin, { headers: { ...bearer(own), ...headers }, body: body(own) });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json).toEqual(active(own));
  });

  test.each([
    [
      'in a form',
      (c: Credentials) => ({
        headers: FORM_TYPE,
        body: new URLSearchParams({ token: own, ...c }).toString(),
      }),
    ],
    ['in JSON', (c: Credentials) => ({ headers: JSON_TYPE, body: JSON.stringify({ token: own, ...c }) })],
    [
      'by Basic',
      (c: Credentials) => ({
        headers: { ...basic(c.client_id, c.client_secret), ...FORM_TYPE },
        body: `token=${own}`,
      }),
    ],
  ])('active: with client authentication %s in place of a bearer', async (_, request) => {
    const answer = await introspect(origin, request(client));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json).toEqual(active(own));
  });

  test('the scheme name is taken in any case', async () => {
    const headers = { Authorization: `bEaReR ${own}`, ...JSON_TYPE };
    expect((await introspect(origin, { headers, body: JSON.stringify({ token: own }) })).json.active).toBe(
      true,
    );
  });

  test('counts every answer in the RateLimit headers, per calling client', async () => {
    const caller = await newClient();
    const token = await getToken(origin, caller);
    const first = await inspect(origin, token, own);
    const second = await inspect(origin, token, 'garbage');
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '600', 'ratelimit-remaining': '599' });
    expect(second.headers).toMatchObject({ 'ratelimit-limit': '600', 'ratelimit-remaining': '598' });
  });

  test("inactive: the seed's sample token", async () => {
    expectInactive(await inspect(origin, own, SEED_SAMPLE));
  });

  test.each([
    ['a word', 'garbage'],
    ['dots', '..'],
    ['many dots', '.'.repeat(500)],
    ['four segments', 'a.b.c.d'],
    ['five segments, as an encrypted token has', 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d'],
    ['letters outside ASCII', 'é.é.é'],
    ['a lone surrogate', '\ud800'],
    ['blanks', '   '],
    ['a NUL', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['segments that are no JSON', 'Zm9v.YmFy.YmF6'],
    ['segments that are JSON but no objects', 'MQ.Mg.Mw'],
    ['an SQL injection', "' OR 1=1 --"],
    ['what an attacker would like to see parsed', '{"active":true}'],
    ['15,000 letters', 'a'.repeat(15_000)],
  ])('inactive, with exactly one member: %s', async (_, garbage) => {
    expectInactive(await inspect(origin, own, garbage));
  });

  test("inactive: one's own token with anything around it", async () => {
    for (const spoilt of [`Bearer ${own}`, ` ${own}`, `${own} `, `"${own}"`, `${own}.`, `${own}=`])
      expectInactive(await inspect(origin, own, spoilt));
  });

  test("inactive: a secret, even one's own", async () => {
    expectInactive(await inspect(origin, own, client.client_secret));
  });

  test('inactive for good: the token of a client that was disabled, though it is enabled again', async () => {
    const portal = await demoPortal();
    const other = await newClient();
    const token = await getToken(origin, other);
    expect((await inspect(origin, own, token)).json.active).toBe(true);
    await portal.post(`/clients/${other.client_id}/disable`);
    expectInactive(await inspect(origin, own, token));
    await portal.post(`/clients/${other.client_id}/enable`);
    expectInactive(await inspect(origin, own, token));
    expect((await inspect(origin, own, await getToken(origin, other))).json.active).toBe(true);
  });
});
