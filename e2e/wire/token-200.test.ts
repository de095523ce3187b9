import { beforeAll, describe, expect, inject, test } from 'vitest';
import { decodeSegments } from '../harness/jwt';
import { doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  type Credentials,
  FORM_TYPE,
  getToken,
  JSON_TYPE,
  requestToken,
  token,
} from '../harness/wire';

const GRANT = { grant_type: 'client_credentials' };

describe.each(doors)('token, 200, $name', ({ origin }) => {
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

  test('answers exactly the four fields of the seed', async () => {
    const answer = await requestToken(origin, client);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'workflow:read audit:read',
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
  });

  test('the token starts as the seed shows it, and names a published key', async () => {
    const accessToken = await getToken(origin, client);
    expect(accessToken.startsWith('eyJhbGciOiJSUzI1NiIs')).toBe(true);
    const { header } = decodeSegments(accessToken);
    expect(Object.keys(header)).toEqual(['alg', 'typ', 'kid']);
    expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    const { keys } = await (await fetch(`${origin}/.well-known/jwks.json`)).json();
    expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(header.kid);
  });

  test('the claims are those of the contract, with their types', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { payload } = decodeSegments(await getToken(origin, client));
    expect(payload).toEqual({
      iss: inject('doors')[0]?.origin,
      sub: client.client_id,
      aud: 'gooclaim-api',
      tenant_id: expect.stringMatching(/^ten_[A-Za-z0-9_-]+$/),
      scope: 'workflow:read audit:read',
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      client_id: client.client_id,
      token_use: 'machine',
      cred: expect.stringMatching(/^sec_[A-Za-z0-9_-]+$/),
    });
    const { iat, exp } = payload as { iat: number; exp: number };
    expect(Number.isInteger(iat) && iat >= before && iat <= before + 30).toBe(true);
    expect(exp - iat).toBe(3600);
  });

  test('two tokens never share a jti', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => getToken(origin, client)));
    expect(new Set(made.map((one) => decodeSegments(one).payload.jti)).size).toBe(5);
  });

  test.each([
    ['JSON', JSON_TYPE, (c: Credentials) => JSON.stringify({ ...GRANT, ...c })],
    [
      'JSON with a charset',
      { 'Content-Type': 'application/json; charset=UTF-8' },
      (c: Credentials) => JSON.stringify({ ...GRANT, ...c }),
    ],
    [
      'JSON in another case',
      { 'Content-Type': 'Application/JSON;charset="utf-8"' },
      (c: Credentials) => JSON.stringify({ ...GRANT, ...c }),
    ],
    ['a form', FORM_TYPE, (c: Credentials) => form({ ...GRANT, ...c })],
    [
      'a form with a charset',
      { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      (c: Credentials) => form({ ...GRANT, ...c }),
    ],
    [
      'JSON labelled as a form, as curl -d does',
      FORM_TYPE,
      (c: Credentials) => JSON.stringify({ ...GRANT, ...c }),
    ],
    [
      'indented JSON labelled as a form',
      FORM_TYPE,
      (c: Credentials) => `\n  ${JSON.stringify({ ...GRANT, ...c }, null, 2)}\n`,
    ],
    ['JSON without a label', {}, (c: Credentials) => JSON.stringify({ ...GRANT, ...c })],
    [
      'JSON labelled as text',
      { 'Content-Type': 'text/plain' },
      (c: Credentials) => JSON.stringify({ ...GRANT, ...c }),
    ],
  ])('accepts %s', async (_, headers, body) => {
    const answer = await token(origin, { headers, body: body(client) });
    expect(answer.status, answer.text).toBe(200);
  });

  test('accepts a body in pieces, without a length', async () => {
    const answer = await token(origin, {
      headers: JSON_TYPE,
      body: JSON.stringify({ ...GRANT, ...client }),
      chunked: true,
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test.each([
    ['a form', FORM_TYPE, form(GRANT)],
    ['JSON', JSON_TYPE, JSON.stringify(GRANT)],
  ])('accepts HTTP Basic with %s', async (_, headers, body) => {
    const answer = await token(origin, {
      headers: { ...basic(client.client_id, client.client_secret), ...headers },
      body,
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test('accepts Basic whose two parts are form-encoded, every character of them', async () => {
    const encode = (text: string) =>
      [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
    const answer = await token(origin, {
      headers: { ...basic(encode(client.client_id), encode(client.client_secret)), ...FORM_TYPE },
      body: form(GRANT),
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test('accepts the scheme name in any case (RFC 9110 §11.1)', async () => {
    const { Authorization } = basic(client.client_id, client.client_secret);
    const answer = await token(origin, {
      headers: { Authorization: Authorization.replace('Basic', 'bAsIc'), ...FORM_TYPE },
      body: form(GRANT),
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test('accepts Basic beside the same client_id in the body (RFC 6749 §3.2.1)', async () => {
    const answer = await token(origin, {
      headers: { ...basic(client.client_id, client.client_secret), ...FORM_TYPE },
      body: form({ ...GRANT, client_id: client.client_id }),
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test('ignores parameters it does not know (RFC 6749 §3.2)', async () => {
    const answer = await requestToken(origin, client, {
      realm: 'urn:x',
      nested: { a: [1] },
      audience: 'other',
    });
    expect(answer.status, answer.text).toBe(200);
    expect(decodeSegments(answer.json.access_token).payload.aud).toBe('gooclaim-api');
  });

  test('takes an empty parameter as one not sent (RFC 6749 §3.1)', async () => {
    const answer = await token(origin, {
      headers: FORM_TYPE,
      body: `grant_type=&${form({ ...GRANT, ...client, scope: '' })}`,
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.scope).toBe('workflow:read audit:read');
  });

  test('narrows the scope to what was asked for, in the answer and in the token', async () => {
    const answer = await requestToken(origin, client, { scope: 'audit:read' });
    expect(answer.json.scope).toBe('audit:read');
    expect(decodeSegments(answer.json.access_token).payload.scope).toBe('audit:read');
  });

  test('does not let a body choose the tenant, the subject or the role', async () => {
    const plain = decodeSegments(await getToken(origin, client)).payload;
    const wanted = {
      tenant_id: 'ten_other',
      sub: 'usr_x',
      role: 'owner',
      token_use: 'human',
      aud: 'x',
      exp: 9e9,
    };
    const { payload } = decodeSegments(await getToken(origin, client, wanted));
    expect(Object.keys(payload)).toEqual(Object.keys(plain));
    expect(payload).toMatchObject({
      tenant_id: plain.tenant_id,
      sub: client.client_id,
      token_use: 'machine',
      aud: 'gooclaim-api',
    });
    expect((payload.exp as number) - (payload.iat as number)).toBe(3600);
  });

  test('counts every answer in the RateLimit headers', async () => {
    const fresh = await newClient();
    const remaining: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { headers } = await requestToken(origin, fresh);
      expect(headers['ratelimit-limit']).toBe('60');
      expect(headers['ratelimit-reset']).toMatch(/^\d+$/);
      remaining.push(headers['ratelimit-remaining'] ?? '');
    }
    expect(remaining).toEqual(['59', '58', '57']);
  });

  test('the secret has the form that scanners look for', () => {
    expect(client.client_secret).toMatch(/^gcs_[a-z0-9]+_[0-9A-Za-z]{49,}$/);
    expect(client.client_id).toMatch(/^client_[A-Za-z0-9_-]+$/);
  });
});

test('a token made through one door is active through the other', async () => {
  const client = await newClient();
  for (const { origin } of doors) {
    const made = await getToken(SERVER, client);
    const answer = await fetch(`${origin}/v1/auth/introspect`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${made}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: made }),
    });
    expect((await answer.json()).active).toBe(true);
  }
});
