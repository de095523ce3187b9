import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { eventually } from '../harness/eventually';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  type Credentials,
  expectRefusal,
  FORM_TYPE,
  getToken,
  introspect,
  JSON_TYPE,
  type token,
} from '../harness/wire';

const GRANT = 'grant_type=client_credentials';

async function exposedAt({ client_id }: Credentials): Promise<string | null> {
  const { client } = (await (await demoPortal()).get(`/clients/${client_id}`)).json;
  return client.secrets[0].exposed_at;
}

const inUrl = (credentials: Partial<Credentials>) => new URLSearchParams({ ...credentials }).toString();

describe.each(doors)('a secret in the URL, $name', ({ origin }) => {
  const post = (query: string, options: Parameters<typeof token>[1] = {}) =>
    call(`${origin}/v1/auth/token?${query}`, { method: 'POST', ...options });

  test.each([
    ['everything in the URL', (c: Credentials) => [`${inUrl(c)}&${GRANT}`, {}]],
    [
      'the secret alone in the URL',
      (c: Credentials) => [
        inUrl({ client_secret: c.client_secret }),
        { headers: FORM_TYPE, body: `${GRANT}&client_id=${c.client_id}` },
      ],
    ],
    ['in both places', (c: Credentials) => [inUrl(c), { headers: FORM_TYPE, body: `${GRANT}&${inUrl(c)}` }]],
    [
      'in the URL, with JSON in the body',
      (c: Credentials) => [
        inUrl(c),
        { headers: JSON_TYPE, body: JSON.stringify({ grant_type: 'client_credentials', ...c }) },
      ],
    ],
    [
      'in the URL, and right in the Authorization header',
      (c: Credentials) => [
        inUrl(c),
        { headers: { ...basic(c.client_id, c.client_secret), ...FORM_TYPE }, body: GRANT },
      ],
    ],
    [
      'the secret alone in the URL, the id in the Authorization header',
      (c: Credentials) => [
        inUrl({ client_secret: c.client_secret }),
        { headers: { ...basic(c.client_id, c.client_secret), ...FORM_TYPE }, body: GRANT },
      ],
    ],
    // The URL has been seen by whoever sees URLs, whatever came with it.
    [
      'in the URL, with a body that cannot be read',
      (c: Credentials) => [inUrl(c), { headers: JSON_TYPE, body: '{' }],
    ],
    [
      'in the URL, percent-encoded',
      (c: Credentials) => [`${GRANT}&${inUrl(c).replace('client_secret=gcs', 'client%5Fsecret=%67cs')}`, {}],
    ],
    ['followed by a line feed', (c: Credentials) => [`${inUrl(c)}%0A&${GRANT}`, {}]],
    ['followed by a blank', (c: Credentials) => [`${GRANT}&${inUrl(c)}+`, {}]],
    ['inside a longer value', (c: Credentials) => [`next=/x?secret%3D${c.client_secret}%26y`, {}]],
    ['as the name of a parameter', (c: Credentials) => [`${c.client_secret}=`, {}]],
    ['beside what cannot be decoded', (c: Credentials) => [`%zz=%ff&${inUrl(c)}%`, {}]],
    ['in the URL, after an empty one', (c: Credentials) => [`client_secret=&client_id=&${inUrl(c)}`, {}]],
  ] as [string, (c: Credentials) => [string, object]][])('400 and flagged: %s', async (_, request) => {
    const client = await newClient();
    expect(await exposedAt(client)).toBeNull();
    const before = Date.now();
    const answer = await post(...request(client));
    expectRefusal(answer, 400, 'invalid_request');
    expect(answer.text).not.toContain(client.client_secret);
    const flagged = Date.parse((await exposedAt(client)) ?? '');
    expect(flagged).toBeGreaterThanOrEqual(before - 1000);
  });

  test.each([
    ['below the endpoint', (secret: string) => `/v1/auth/token/${secret}`, 404],
    ['in place of a client', (secret: string) => `/v1/tenants/self/clients/${secret}`, 400],
    ['under another version', (secret: string) => `/v1/x/${secret.replace('gcs', '%67cs')}/y?z`, 404],
  ])('in a path, %s: flagged', async (_, path, status) => {
    const client = await newClient();
    const answer = await call(`${origin}${path(client.client_secret)}`, { method: 'POST' });
    expectRefusal(answer, status, 'invalid_request');
    expect(answer.text).not.toContain(client.client_secret);
    expect(await exposedAt(client)).not.toBeNull();
  });

  test('a wrong secret in the URL is refused alike, and flags nobody', async () => {
    const client = await newClient();
    const secret = (await newClient()).client_secret;
    const answer = await post(`${inUrl({ client_id: client.client_id, client_secret: secret })}&${GRANT}`);
    expectRefusal(answer, 400, 'invalid_request');
    expect(await exposedAt(client)).toBeNull();
  });

  test('whether the secret was right does not show in the answer', async () => {
    const client = await newClient();
    const right = await post(inUrl(client));
    const wrong = await post(inUrl({ ...client, client_secret: 'wrong' }));
    expect(right.json).toEqual({ ...wrong.json, request_id: right.json.request_id });
  });

  test('it goes on working for its owner, who has to rotate it in their own time', async () => {
    const client = await newClient();
    await post(inUrl(client));
    await getToken(origin, client);
  });

  test.each(['grant_type=client_credentials', 'client_id=x', 'scope=audit%3Aread', 'client_secret='])(
    'other parameters have no business there either: ?%s',
    async (query) => {
      const client = await newClient();
      const body = JSON.stringify({ grant_type: 'client_credentials', ...client });
      const answer = await post(query, { headers: JSON_TYPE, body });
      if (query === 'client_secret=') expect([200, 400]).toContain(answer.status);
      else expectRefusal(answer, 400, 'invalid_request');
    },
  );

  test('a token in the URL of an introspection is refused', async () => {
    const made = await getToken(SERVER, await newClient());
    const answer = await call(`${origin}/v1/auth/introspect?token=${made}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${made}` },
    });
    expectRefusal(answer, 400, 'invalid_request');
    expect(answer.text).not.toContain(made);
  });

  test('a secret in the URL of an introspection is refused and flagged', async () => {
    const client = await newClient();
    const made = await getToken(SERVER, client);
    const answer = await call(`${origin}/v1/auth/introspect?${inUrl(client)}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ token: made }),
    });
    expectRefusal(answer, 400, 'invalid_request');
    expect(await exposedAt(client)).not.toBeNull();
    await introspect(origin, { headers: JSON_TYPE, body: JSON.stringify({ token: made, ...client }) });
  });
});

describe.each(doors.filter(({ name }) => name !== 'app router'))(
  'a secret in any URL, $name',
  ({ origin }) => {
    test.each([
      ['a page', (secret: string) => `/docs/rotation?q=${secret}`],
      ['a path that leads nowhere', (secret: string) => `/x/${secret}`],
      ['a probe', (secret: string) => `/healthz?from=${secret}`],
      ['the key set', (secret: string) => `/.well-known/jwks.json?x=${secret}`],
    ])('is flagged: %s', async (_, path) => {
      const client = await newClient();
      const plain = await call(`${origin}${path('x')}`);
      expect((await call(`${origin}${path(client.client_secret)}`)).status).toBe(plain.status);
      await eventually('it is flagged', async () => (await exposedAt(client)) !== null, 10);
    });
  },
);
