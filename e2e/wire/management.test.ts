import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { hashOf, makeProof, newProofKey, requestBoundToken } from '../harness/dpop';
import { eventually } from '../harness/eventually';
import { decodeSegments } from '../harness/jwt';
import { Manager, managerAt } from '../harness/management';
import { onboard } from '../harness/onboard';
import { join } from '../harness/people';
import { firstSignIn, type Portal } from '../harness/portal';
import { doors, SERVER } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectInactive,
  expectRefusal,
  FORM_TYPE,
  fingerprint,
  getToken,
  inspect,
  introspect,
  requestToken,
} from '../harness/wire';

const INVENTED = 'client_0000000000000000000000';
const OWN = ['workflow:read', 'audit:read'];

/** A tenant of its own: the demo tenant is everybody's. */
let owner: Portal;
let stranger: Credentials;

const tenant = async (name: string): Promise<Portal> =>
  firstSignIn(
    SERVER,
    await onboard(inject('dataDir'), name, `admin@${name.toLowerCase()}-${Date.now()}.test`),
  );

const eventsOf = async (clientId: string, portal = owner) =>
  (await portal.get(`/clients/${clientId}/activity`)).json.events;

/** Each with limits of its own. */
const newManager = () => owner.createClient('Terraform', [...OWN, 'clients:read', 'clients:write']);

/** A client that the manager made. */
async function made(manager: Manager, extra: Record<string, unknown> = {}): Promise<Credentials> {
  const answer = await manager.postOnce('', { client_name: 'Made', scope: 'workflow:read', ...extra });
  expect(answer.status, answer.text).toBe(201);
  const { client_id, client_secret } = answer.json;
  return { client_id, client_secret };
}

const secretsOf = async (manager: Manager, { client_id }: Credentials) =>
  (await manager.get(`/${client_id}/secrets`)).json.secrets;

beforeAll(async () => {
  owner = await tenant('Managed');
  stranger = await (await tenant('Stranger')).createClient('Stranger', [...OWN, 'clients:write']);
});

describe.each(doors)('the management API, $name', ({ origin }) => {
  let terraform: Credentials;
  let manager: Manager;
  beforeAll(async () => {
    terraform = await newManager();
    manager = await managerAt(origin, terraform);
  });

  test('makes a client, shows it, changes it, and it works', async () => {
    const answer = await manager.postOnce('', {
      client_name: 'Claims intake',
      description: 'Made by a program',
      scope: 'workflow:read audit:read',
    });
    expect(answer.status, answer.text).toBe(201);
    const client = answer.json;
    expect(client).toEqual({
      client_id: expect.stringMatching(/^client_/),
      client_name: 'Claims intake',
      status: 'active',
      scope: 'workflow:read audit:read',
      last_used_at: null,
      description: 'Made by a program',
      client_id_issued_at: expect.any(Number),
      updated_at: expect.any(Number),
      tokens_not_before: null,
      profile: 'gooclaim',
      opencrvs_issuer: 'opencrvs.auth',
      opencrvs_audience: ['opencrvs.auth'],
      token_life_seconds: null,
      token_typ: 'JWT',
      dpop_bound_access_tokens: false,
      allowed_networks: [],
      resources: [],
      jwks: null,
      jwks_uri: null,
      secret_id: expect.stringMatching(/^sec_/),
      client_secret: expect.stringMatching(/^gcs_/),
      client_secret_expires_at: 0,
    });
    expect(answer.headers).toMatchObject({
      'ratelimit-limit': '300',
      'ratelimit-remaining': expect.stringMatching(/^\d+$/),
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    await getToken(origin, clientIn(answer));

    const read = await manager.get(`/${client.client_id}`);
    const { client_secret: _, secret_id: __, client_secret_expires_at: ___, ...settings } = client;
    expect(read.json).toEqual({ ...settings, last_used_at: read.json.last_used_at });
    expect(read.headers.etag).toBe(answer.headers.etag);

    const changed = await manager.patch(
      `/${client.client_id}`,
      { client_name: 'Renamed', scope: 'audit:read', token_life_seconds: 120 },
      { 'If-Match': read.headers.etag ?? '' },
    );
    expect(changed.json).toMatchObject({
      client_name: 'Renamed',
      scope: 'audit:read',
      token_life_seconds: 120,
      description: 'Made by a program',
    });
    expect(changed.headers.etag).not.toBe(read.headers.etag);
    const { client_id, client_secret } = client;
    expect((await requestToken(origin, { client_id, client_secret })).json).toMatchObject({
      scope: 'audit:read',
      expires_in: 120,
    });
    expectRefusal(
      await manager.patch(
        `/${client.client_id}`,
        { client_name: 'Late' },
        { 'If-Match': read.headers.etag ?? '' },
      ),
      412,
      'conflict',
    );

    const [created] = (await eventsOf(client.client_id)).filter(
      ({ action }: { action: string }) => action === 'client.created',
    );
    expect(created).toMatchObject({
      actor: { type: 'client', id: terraform.client_id, name: 'Terraform' },
      jti: decodeSegments(manager.token).payload.jti,
    });
    const acts = (await owner.get(`/audit?actor=${terraform.client_id}&target=${client.client_id}`)).json
      .events;
    expect(acts.map(({ action }: { action: string }) => action)).toEqual([
      'client.updated',
      'client.created',
    ]);
    const all = (await owner.get(`/audit?actor=${terraform.client_id}`)).json.events;
    const actions = all.map(({ action }: { action: string }) => action);
    expect(actions).toContain('client.created');
    expect(actions).toContain('token.issued');
  });

  test('lists, searches and pages', async () => {
    const name = `Listed ${randomUUID()}`;
    const client = await made(manager, { client_name: name });
    const listed = await manager.get(`?q=${encodeURIComponent(name)}&status=active`);
    expect(listed.json).toEqual({
      clients: [
        {
          client_id: client.client_id,
          client_name: name,
          status: 'active',
          scope: 'workflow:read',
          last_used_at: null,
          has_keys: false,
          live_secrets: 1,
        },
      ],
      page: 1,
      matching: 1,
    });
    expectRefusal400(await manager.get('?page=0'), 'page');
    expectRefusal400(await manager.get('?colour=red'), '');
    expect((await manager.call('HEAD', '')).status).toBe(200);
  });

  test('rotates, ends the old secret, cancels, and refuses to end the last one', async () => {
    const client = await made(manager);
    const [first] = await secretsOf(manager, client);
    expect(first).toEqual({
      secret_id: expect.any(String),
      hint: client.client_secret.slice(-4),
      state: 'current',
      created_at: expect.any(Number),
      created_by: terraform.client_id,
      expires_at: null,
      retired_at: null,
      exposed_at: null,
      last_used_at: null,
      tokens_issued: 0,
    });
    const rotation = { overlap_seconds: 3600, current_secret_id: first.secret_id };
    const rotated = await manager.postOnce(`/${client.client_id}/secrets`, rotation);
    expect(rotated.status, rotated.text).toBe(201);
    expect(rotated.json).toEqual({
      client_id: client.client_id,
      secret_id: expect.any(String),
      client_secret: expect.stringMatching(/^gcs_/),
      client_secret_expires_at: 0,
      previous_secret_expires_at: expect.any(Number),
    });
    const renewed = { ...client, client_secret: rotated.json.client_secret };
    await getToken(origin, client);
    await getToken(origin, renewed);
    const second = await manager.postOnce(`/${client.client_id}/secrets`, rotation);
    expect(second.status).toBe(409);
    expect(second.json.error_description).toContain('was faster');
    expect((await manager.delete(`/${client.client_id}/secrets/${first.secret_id}`)).status).toBe(204);
    expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
    await getToken(origin, renewed);
    expectRefusal(
      await manager.delete(`/${client.client_id}/secrets/${rotated.json.secret_id}`),
      409,
      'conflict',
    );
  });

  test('disables, enables, ends tokens, one or all, and deletes', async () => {
    const client = await made(manager);
    const token = await getToken(origin, client);
    const asks = await getToken(origin, terraform);
    const { jti } = decodeSegments(token).payload;
    expect((await manager.post(`/${client.client_id}/revoke`, { jti })).status).toBe(204);
    expectInactive(await inspect(origin, asks, token));
    expectRefusal(
      await manager.post(`/${client.client_id}/revoke`, { jti: 'tok_unknown' }),
      404,
      'not_found',
    );
    expectRefusal(
      await manager.post(`/${(await made(manager)).client_id}/revoke`, { jti }),
      404,
      'not_found',
    );

    const second = await getToken(origin, client);
    expect((await manager.post(`/${client.client_id}/end-tokens`)).json.tokens_not_before).toEqual(
      expect.any(Number),
    );
    expectInactive(await inspect(origin, asks, second));
    expectRefusal(await manager.delete(`/${client.client_id}`), 409, 'conflict');
    expect((await manager.post(`/${client.client_id}/disable`)).json.status).toBe('disabled');
    expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
    expect((await manager.post(`/${client.client_id}/enable`, {})).json.status).toBe('active');
    await getToken(origin, client);
    await manager.post(`/${client.client_id}/disable`);
    const gone = await manager.delete(`/${client.client_id}`);
    expect({ status: gone.status, text: gone.text }).toEqual({ status: 204, text: '' });
    expectRefusal(await manager.get(`/${client.client_id}`), 404, 'not_found');
  });

  test('says what a client did', async () => {
    const client = await made(manager);
    await getToken(origin, client);
    const usage = await eventually('the token is counted', async () => {
      const { json } = await manager.get(`/${client.client_id}/usage?range=1h`);
      return json.totals.tokens > 0 && json;
    });
    expect(usage).toMatchObject({
      client_id: client.client_id,
      range: '1h',
      totals: { tokens: 1, failures: 0 },
    });
    expect(usage.buckets).toHaveLength(60);
    expectRefusal400(await manager.get(`/${client.client_id}/usage?range=1y`), 'range');
  });

  test('a client without a secret, by its key', async () => {
    const answer = await manager.postOnce('', {
      client_name: 'By key',
      scope: 'workflow:read',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://keys.example.com/jwks.json',
    });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.text).not.toContain('client_secret');
    expect(answer.json.jwks_uri).toBe('https://keys.example.com/jwks.json');
  });

  test('what a caller must be', async () => {
    const nobody = await call(`${origin}/v1/tenants/self/clients`);
    expectRefusal(nobody, 401, 'invalid_token');
    expect(nobody.headers['www-authenticate']).toMatch(/^Bearer realm="gooclaim", DPoP /);
    const garbled = await new Manager(origin, `${manager.token}x`).get('');
    expectRefusal(garbled, 401, 'invalid_token');
    expect(garbled.headers['www-authenticate']).toBe('Bearer realm="gooclaim", error="invalid_token"');

    for (const [scope, refused] of [
      ['workflow:read', 'clients:read'],
      ['clients:read', 'clients:write'],
    ] as const) {
      const lesser = await managerAt(origin, terraform, scope);
      const answer = refused === 'clients:read' ? await lesser.get('') : await lesser.postOnce('', {});
      expectRefusal(answer, 403, 'insufficient_scope');
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer realm="gooclaim", error="insufficient_scope", scope="${refused}"`,
      );
    }
    const reader = await managerAt(origin, terraform, 'clients:read');
    expect((await reader.get('')).status).toBe(200);
    const person = new Manager(origin, (await owner.post('/session/token')).json.access_token);
    expectRefusal(await person.get(''), 403, 'insufficient_scope');
    const [refusal] = (await eventsOf(terraform.client_id)).filter(
      ({ action }: { action: string }) => action === 'management.refused',
    );
    expect(refusal).toMatchObject({ outcome: 'failure', detail: { reason: 'insufficient_scope' } });
  });

  test('a token that is bound to a key needs its proof', async () => {
    const key = newProofKey();
    const htu = `${origin}/v1/auth/token`;
    const first = await requestBoundToken(origin, terraform, makeProof(key, { htu }));
    const nonce = first.headers['dpop-nonce'];
    const bound = await requestBoundToken(origin, terraform, makeProof(key, { htu, nonce }));
    const token = bound.json.access_token;
    expectRefusal(await new Manager(origin, token).get(''), 401, 'invalid_token');
    const proof = makeProof(key, {
      htu: `${origin}/v1/tenants/self/clients`,
      htm: 'GET',
      nonce,
      ath: hashOf(token),
    });
    const headers = { Authorization: `DPoP ${token}`, DPoP: proof };
    expect((await manager.call('GET', '', undefined, headers)).status).toBe(200);
    expectRefusal(await manager.call('GET', '', undefined, headers), 401, 'invalid_dpop_proof');
    expectRefusal(await manager.call('POST', '', {}, headers), 401, 'invalid_dpop_proof');
  });

  test('what is wrong with a request is said, and nothing is done', async () => {
    const answer = await manager.postOnce('', { client_name: '', scope: 'a"b', colour: 'red' });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json)).toEqual(['error', 'error_description', 'request_id', 'fields']);
    expect(Object.keys(answer.json.fields).sort()).toEqual(['', 'client_name', 'scope']);
    expect(answer.json.error_description).toMatch(/client_name: .*scope: /);
    expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);

    expectRefusal(
      await manager.call('POST', '', { client_name: 'x', scope: 'workflow:read' }),
      400,
      'invalid_request',
    );
    const twice = await call(`${origin}/v1/tenants/self/clients`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${manager.token}`, 'Idempotency-Key': 'k' },
      body: '{"client_name":"a","client_name":"b","scope":"workflow:read"}',
    });
    expectRefusal(twice, 400, 'invalid_request');
    const wrongMethod = await manager.call('PUT', '');
    expectRefusal(wrongMethod, 405, 'invalid_request');
    expect(wrongMethod.headers.allow).toBe('GET, HEAD, POST');
    for (const path of ['/', '/x/y', '/x/secrets/y/z', `/${INVENTED}/disable/`])
      expectRefusal(await manager.get(path), 404, 'invalid_request');
    expectRefusal(await manager.get('/%00'), 404, 'not_found');
  });

  test('another tenant’s client is as unknown as an invented one, whatever is asked', async () => {
    const client = await made(manager);
    const [secret] = await secretsOf(manager, client);
    const foreign = await managerAt(origin, stranger);
    const rotation = { overlap_seconds: 0, current_secret_id: secret.secret_id };
    const asked: ((id: string) => Promise<unknown>)[] = [
      async (id) => fingerprint(await foreign.get(`/${id}`)),
      async (id) => fingerprint(await foreign.get(`/${id}/secrets`)),
      async (id) => fingerprint(await foreign.get(`/${id}/usage`)),
      async (id) => fingerprint(await foreign.patch(`/${id}`, { client_name: 'Mine' })),
      async (id) => fingerprint(await foreign.delete(`/${id}`)),
      async (id) => fingerprint(await foreign.post(`/${id}/disable`)),
      async (id) => fingerprint(await foreign.post(`/${id}/enable`)),
      async (id) => fingerprint(await foreign.post(`/${id}/end-tokens`)),
      async (id) => fingerprint(await foreign.post(`/${id}/revoke`, { jti: 'tok_x' })),
      async (id) => fingerprint(await foreign.postOnce(`/${id}/secrets`, rotation)),
      async (id) => fingerprint(await foreign.delete(`/${id}/secrets/${secret.secret_id}`)),
    ];
    const before = (await manager.get(`/${client.client_id}`)).json;
    const apart = (print: unknown) =>
      JSON.stringify(print).replace(/"ratelimit-(remaining|reset)":"\d+"/g, '');
    for (const ask of asked) {
      const [theirs, invented] = [await ask(client.client_id), await ask(INVENTED)];
      expect(theirs).toMatchObject({ status: 404 });
      expect(apart(theirs)).toBe(apart(invented));
    }
    expect((await manager.get(`/${client.client_id}`)).json).toEqual(before);
  });
});

const clientIn = ({ json }: { json: Credentials }): Credentials => ({
  client_id: json.client_id,
  client_secret: json.client_secret,
});

function expectRefusal400(answer: Awaited<ReturnType<Manager['get']>>, field: string): void {
  expect(answer.status, answer.text).toBe(400);
  expect(answer.json.error).toBe('invalid_request');
  expect(Object.keys(answer.json.fields)).toEqual([field]);
}

describe('a lost answer leaves nothing behind', () => {
  let manager: Manager;
  beforeAll(async () => {
    manager = await managerAt(SERVER, await newManager());
  });
  const wanted = { client_name: 'Asked twice', scope: 'workflow:read' };
  /** As soon as it is not taken for the same moment. */
  const again = (ask: () => Promise<Awaited<ReturnType<Manager['get']>>>) =>
    eventually('it may be asked again', async () => {
      const answer = await ask();
      if (answer.status !== 409 || answer.headers['retry-after'] === undefined) return answer;
      expect(answer.headers['retry-after']).toBe('1');
      return undefined;
    });

  test('of a new client: one client, one secret, and it is the one of the last answer', async () => {
    const key = randomUUID();
    const lost = (await manager.postOnce('', wanted, key)).json;
    const answer = await again(() => manager.postOnce('', wanted, key));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.json.client_id).toBe(lost.client_id);
    expect(answer.json.client_secret).not.toBe(lost.client_secret);
    expectRefusal(await requestToken(SERVER, clientIn({ json: lost })), 401, 'invalid_client');
    await getToken(SERVER, clientIn(answer));
    expect(await secretsOf(manager, lost)).toHaveLength(1);
    // Now it has arrived, and is in use.
    await eventually('its use is known', async () => (await secretsOf(manager, lost))[0].tokens_issued === 1);
    const late = await manager.postOnce('', wanted, key);
    expectRefusal(late, 409, 'conflict');
    expect(late.headers['retry-after']).toBeUndefined();
    await getToken(SERVER, clientIn(answer));
  });

  test('of a rotation: two secrets, not three, and the old one goes on', async () => {
    const client = await made(manager);
    const [{ secret_id }] = await secretsOf(manager, client);
    const key = randomUUID();
    const ask = () =>
      manager.postOnce(
        `/${client.client_id}/secrets`,
        { overlap_seconds: 3600, current_secret_id: secret_id },
        key,
      );
    const lost = (await ask()).json;
    const answer = await again(ask);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.json.previous_secret_expires_at).toBe(lost.previous_secret_expires_at);
    expectRefusal(
      await requestToken(SERVER, { ...client, client_secret: lost.client_secret }),
      401,
      'invalid_client',
    );
    await getToken(SERVER, { ...client, client_secret: answer.json.client_secret });
    await getToken(SERVER, client);
    expect(await secretsOf(manager, client)).toHaveLength(2);
  });

  test('ten at once make one client; the name is for that request alone, and each caller’s own', async () => {
    const key = randomUUID();
    const body = { ...wanted, client_name: `At once ${key}` };
    const answers = await Promise.all(Array.from({ length: 10 }, () => manager.postOnce('', body, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect((await manager.get(`?q=${encodeURIComponent(body.client_name)}`)).json.matching).toBe(1);
    expectRefusal(
      await manager.postOnce('', { ...body, client_name: 'Another' }, key),
      422,
      'invalid_request',
    );
    const other = await (await managerAt(SERVER, stranger)).postOnce('', body, key);
    expect(other.status).toBe(201);
  });

  // Each is a transaction of its own, and waits inside it for nothing that takes another connection.
  test('many are asked for again at once, while tokens are being written down: each has an answer', async () => {
    const [busy, other] = [await newManager(), await managerAt(SERVER, await newManager())];
    const keys = Array.from({ length: 15 }, () => randomUUID());
    const ask = () => Promise.all(keys.map((key) => other.postOnce('', wanted, key)));
    expect((await ask()).map(({ status }) => status)).toEqual(keys.map(() => 201));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const tokens = Promise.all(Array.from({ length: 50 }, () => getToken(SERVER, busy)));
    expect((await ask()).map(({ status }) => status)).toEqual(keys.map(() => 201));
    await tokens;
  });

  test('a secret that is only introspected with is in use', async () => {
    const key = randomUUID();
    const given = clientIn(await manager.postOnce('', wanted, key));
    const token = await getToken(SERVER, await newManager());
    const asked = await introspect(SERVER, {
      headers: { ...basic(given.client_id, given.client_secret), ...FORM_TYPE },
      body: new URLSearchParams({ token }).toString(),
    });
    expect(asked.status).toBe(200);
    await eventually('its use is known', async () => {
      const { totals } = (await manager.get(`/${given.client_id}/usage?range=1h`)).json;
      return totals.introspections === 1;
    });
    expectRefusal(await manager.postOnce('', wanted, key), 409, 'conflict');
    await getToken(SERVER, given);
  });

  test('a refused call leaves its name free', async () => {
    const key = randomUUID();
    const beyond = { ...wanted, scope: 'claims:write' };
    expectRefusal(await manager.postOnce('', beyond, key), 403, 'forbidden');
    expect((await manager.postOnce('', wanted, key)).status).toBe(201);
  });
});

describe('nobody gets more than they have', () => {
  let terraform: Credentials;
  let manager: Manager;
  /** Of scopes and audiences that the manager has not. */
  let stronger: Credentials;
  beforeAll(async () => {
    terraform = await newManager();
    manager = await managerAt(SERVER, terraform);
    stronger = await owner.createClient('Stronger', ['claims:write']);
  });
  const secretId = async (portal: Portal, { client_id }: Credentials): Promise<string> =>
    (await portal.get(`/clients/${client_id}`)).json.client.secrets[0].id;

  test('no client with scopes beyond the token’s, nor with those that manage clients', async () => {
    for (const scope of ['claims:write', 'clients:read', 'workflow:read clients:write'])
      expectRefusal(await manager.postOnce('', { client_name: 'Successor', scope }), 403, 'forbidden');
    const client = await made(manager);
    for (const change of [
      { scope: 'workflow:read claims:write' },
      { scope: 'clients:write' },
      { resources: ['https://claims.example.com'] },
      { profile: 'opencrvs' },
    ])
      expect((await manager.patch(`/${client.client_id}`, change)).status, JSON.stringify(change)).toBe(403);
    // What the client has counts for nothing when the token was made for less.
    const lesser = await managerAt(SERVER, terraform, 'clients:write workflow:read');
    expectRefusal(await lesser.postOnce('', { client_name: 'x', scope: 'audit:read' }), 403, 'forbidden');
  });

  test('no credential of a client that may do more; ending it is another matter', async () => {
    const { client_id } = stronger;
    const id = await secretId(owner, stronger);
    const calls = [
      manager.postOnce(`/${client_id}/secrets`, { overlap_seconds: 3600, current_secret_id: id }),
      manager.delete(`/${client_id}/secrets/${id}`),
      manager.patch(`/${client_id}`, { scope: 'workflow:read' }),
      manager.patch(`/${client_id}`, { jwks_uri: 'https://keys.example.com/jwks.json' }),
      manager.patch(`/${client_id}`, { client_name: 'Weaker' }),
      manager.post(`/${client_id}/enable`),
    ];
    for (const answer of await Promise.all(calls)) expectRefusal(answer, 403, 'forbidden');
    await getToken(SERVER, stronger);
    expect((await manager.post(`/${client_id}/end-tokens`)).status).toBe(200);
    expect((await manager.post(`/${client_id}/disable`)).status).toBe(200);
    expectRefusal(await manager.post(`/${client_id}/enable`), 403, 'forbidden');
    expect((await manager.delete(`/${client_id}`)).status).toBe(204);
  });

  test('the guards of a client are for people: a program raises them, and lowers none', async () => {
    const client = await made(manager);
    const change = (body: unknown) => manager.patch(`/${client.client_id}`, body);
    expect((await change({ dpop_bound_access_tokens: true })).status).toBe(200);
    expect((await change({ allowed_networks: ['203.0.113.0/24'] })).status).toBe(200);
    expectRefusal(await change({ dpop_bound_access_tokens: false }), 403, 'forbidden');
    expectRefusal(await change({ allowed_networks: [] }), 403, 'forbidden');
    expectRefusal(await change({ allowed_networks: ['0.0.0.0/0'] }), 403, 'forbidden');
  });

  test('neither itself nor another that manages clients', async () => {
    const other = await owner.createClient('Other manager', ['clients:read']);
    for (const { client_id } of [terraform, other]) {
      expect((await manager.get(`/${client_id}`)).status).toBe(200);
      for (const word of ['disable', 'enable', 'end-tokens'])
        expectRefusal(await manager.post(`/${client_id}/${word}`), 403, 'forbidden');
      expectRefusal(await manager.patch(`/${client_id}`, { client_name: 'x' }), 403, 'forbidden');
      expectRefusal(await manager.delete(`/${client_id}`), 403, 'forbidden');
      const { jti } = decodeSegments(manager.token).payload;
      expectRefusal(await manager.post(`/${client_id}/revoke`, { jti }), 403, 'forbidden');
      const rotation = { overlap_seconds: 0, current_secret_id: null };
      expectRefusal(await manager.postOnce(`/${client_id}/secrets`, rotation), 403, 'forbidden');
    }
  });

  test('a developer makes no manager, and does not become one', async () => {
    const developer = await join(owner, 'developer');
    const scopes = ['workflow:read', 'clients:write'];
    expect((await developer.post('/clients', { name: 'Mine', scopes })).status).toBe(403);
    const { client_id } = await developer.createClient('Plain', ['workflow:read']);
    expect((await developer.patch(`/clients/${client_id}`, { scopes })).status).toBe(403);
    const rotation = { overlap_seconds: 0, current_secret_id: await secretId(owner, terraform) };
    const path = `/clients/${terraform.client_id}`;
    expect((await developer.post(`${path}/secrets`, rotation)).status).toBe(403);
    expect((await developer.patch(path, { jwks_uri: 'https://keys.example.com/jwks.json' })).status).toBe(
      403,
    );
  });

  test('scopes that were taken away are gone from the tokens that have them', async () => {
    const client = await owner.createClient('Short-lived', ['workflow:read', 'clients:write']);
    const token = await managerAt(SERVER, client);
    expect((await token.get('')).status).toBe(200);
    await owner.changeClient(client.client_id, { scopes: ['workflow:read'] });
    expectRefusal(await token.get(''), 403, 'insufficient_scope');
  });

  test('a call that began before its client was shut out, and ends after, does nothing', async () => {
    const client = await owner.createClient('Slow', ['workflow:read', 'clients:write']);
    const { token } = await managerAt(SERVER, client);
    const body = JSON.stringify({ client_name: 'Made too late', scope: 'workflow:read' });
    const { hostname, port } = new URL(SERVER);
    const socket = connect(Number(port), hostname);
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write(
      [
        ...['POST /v1/tenants/self/clients HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${token}`],
        ...['Content-Type: application/json', `Idempotency-Key: ${randomUUID()}`, 'Connection: close'],
        ...[`Content-Length: ${body.length}`, '', body.slice(0, 20)],
      ].join('\r\n'),
    );
    await owner.post(`/clients/${client.client_id}/disable`);
    socket.write(body.slice(20));
    expect(await answered).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('a manager is let in from its networks only, and what it makes has its guards', async () => {
    const client = await owner.createClient('Guarded', ['workflow:read', 'clients:write']);
    await owner.changeClient(client.client_id, { allowed_networks: ['127.0.0.1/32'] });
    const own = await managerAt(SERVER, client);
    const given = await own.postOnce('', { client_name: 'Guarded too', scope: 'workflow:read' });
    expect(given.json.allowed_networks).toEqual(['127.0.0.1/32']);
    const stolen = await call(`${SERVER}/v1/tenants/self/clients`, {
      headers: bearer(own.token),
      from: '127.0.0.7',
    });
    expectRefusal(stolen, 403, 'forbidden');
  });

  test('If-Match is for what keeps to it', async () => {
    const client = await made(manager);
    const sent = await manager.call('POST', `/${client.client_id}/disable`, undefined, { 'If-Match': '"x"' });
    expectRefusal(sent, 400, 'invalid_request');
    expect((await manager.get(`/${client.client_id}`)).json.status).toBe('active');
  });

  test('a token for another API is refused', async () => {
    const resource = `https://claims-${randomUUID()}.example`;
    await owner.patch('/tenant', { resources: [resource] });
    const client = await owner.createClient('Two audiences', ['clients:write', 'workflow:read']);
    await owner.changeClient(client.client_id, { resources: [resource] });
    const elsewhere = new Manager(SERVER, await getToken(SERVER, client, { resource }));
    expectRefusal(await elsewhere.get(''), 401, 'invalid_token');
    // What it has itself it may give.
    const own = await managerAt(SERVER, client);
    const given = await made(own);
    expect((await own.patch(`/${given.client_id}`, { resources: [resource] })).json.resources).toEqual([
      resource,
    ]);
  });
});
