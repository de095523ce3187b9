import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectRefusal,
  expectWireHeaders,
  FORM_TYPE,
  getToken,
  inspect,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

const DAY = 86_400;

interface Secret {
  id: string;
  state: string;
  hint: string;
  created_by: string;
  expires_at: string | null;
  retired_at: string | null;
  exposed_in: string | null;
}

const secretsOf = async ({ client_id }: Credentials, portal?: Portal): Promise<Secret[]> =>
  (await (portal ?? (await demoPortal())).get(`/clients/${client_id}`)).json.client.secrets;

const eventsOf = async ({ client_id }: Credentials, portal?: Portal) =>
  (await (portal ?? (await demoPortal())).get(`/clients/${client_id}/activity`)).json.events;

describe.each(doors)('a client rotates its own secret, $name', ({ origin }) => {
  async function ask(headers: Record<string, string>, body = '', query = ''): Promise<Answer> {
    const url = `${origin}/v1/auth/clients/self/secret${query}`;
    const answer = await call(url, { method: 'POST', headers, body });
    expectWireHeaders(answer);
    return answer;
  }
  const rotate = ({ client_id, client_secret }: Credentials) =>
    ask(JSON_TYPE, JSON.stringify({ client_id, client_secret }));

  async function rotated(client: Credentials): Promise<Credentials> {
    const answer = await rotate(client);
    expect(answer.status, answer.text).toBe(201);
    return { ...client, client_secret: answer.json.client_secret };
  }

  test('201 with the new secret; both work for the overlap, and the portal shows both', async () => {
    const client = await newClient();
    const before = Math.floor(Date.now() / 1000);
    const answer = await rotate(client);
    expect(answer.status, answer.text).toBe(201);
    expect(Object.keys(answer.json)).toEqual([
      'client_id',
      'client_secret',
      'secret_id',
      'client_secret_expires_at',
      'previous_secret_expires_at',
    ]);
    expect(answer.json).toMatchObject({
      client_id: client.client_id,
      client_secret: expect.stringMatching(/^gcs_local_[0-9A-Za-z]{49,}$/),
      client_secret_expires_at: 0,
    });
    expect(answer.json.client_secret).not.toBe(client.client_secret);
    expect(answer.json.previous_secret_expires_at).toBeGreaterThanOrEqual(before + DAY);
    expect(answer.json.previous_secret_expires_at).toBeLessThanOrEqual(Date.now() / 1000 + DAY);

    await getToken(origin, client);
    for (const door of doors) await getToken(door.origin, { ...client, ...answer.json });
    const [current, old] = await secretsOf(client);
    expect(current).toMatchObject({
      id: answer.json.secret_id,
      state: 'current',
      created_by: 'self-rotation',
      hint: answer.json.client_secret.slice(-4),
      expires_at: null,
    });
    expect(old?.state).toBe('old');
    expect(Math.floor(Date.parse(old?.expires_at ?? '') / 1000)).toBe(answer.json.previous_secret_expires_at);
  });

  test('leaves a row that names both secrets and holds neither', async () => {
    const client = await newClient();
    const [before] = await secretsOf(client);
    const answer = await rotate(client);
    const events = await eventsOf(client);
    const event = events.find(({ action }: { action: string }) => action === 'secret.self_rotated');
    expect(event).toMatchObject({
      outcome: 'success',
      actor: { type: 'client', id: client.client_id },
      target_id: client.client_id,
      request_id: answer.headers['x-request-id'],
      detail: { secret_id: answer.json.secret_id, old_secret_id: before?.id },
    });
    for (const secret of [client.client_secret, answer.json.client_secret])
      expect(JSON.stringify(events)).not.toContain(secret.slice(10, -5));
  });

  test('a token of the old secret outlives the rotation', async () => {
    const client = await newClient();
    const token = await getToken(origin, client);
    await rotated(client);
    expect((await inspect(origin, token, token)).json.active).toBe(true);
  });

  test('by Basic with an empty body, and by a form', async () => {
    const one = await newClient();
    expect((await ask(basic(one.client_id, one.client_secret))).status).toBe(201);
    const other = await newClient();
    const form = new URLSearchParams({ ...other }).toString();
    expect((await ask(FORM_TYPE, form)).status).toBe(201);
  });

  test('400 with the new secret while the old one lives, saying until when', async () => {
    const client = await newClient();
    const next = await rotated(client);
    const answer = await rotate(next);
    expectRefusal(answer, 400, 'invalid_request');
    const [, old] = await secretsOf(client);
    expect(answer.json.error_description).toContain(old?.expires_at);
    expect((await secretsOf(client)).filter(({ state }) => state !== 'retired')).toHaveLength(2);
    const refused = (await eventsOf(client))[0];
    expect(refused).toMatchObject({ action: 'self_rotation.refused', outcome: 'failure' });
  });

  test('400 with the old secret once the new one is in use', async () => {
    const client = await newClient();
    const next = await rotated(client);
    await getToken(origin, next);
    expectRefusal(await rotate(client), 400, 'invalid_request');
    await getToken(origin, next);
  });

  test('400 with the old secret of a rotation in the portal: the new one is on its way by hand', async () => {
    const client = await newClient();
    const portal = await demoPortal();
    const [current] = await secretsOf(client);
    const begun = await portal.post(`/clients/${client.client_id}/secrets`, {
      overlap_seconds: 3600,
      current_secret_id: current?.id,
    });
    expectRefusal(await rotate(client), 400, 'invalid_request');
    await getToken(origin, { ...client, client_secret: begun.json.client_secret });
  });

  test('of five at once one wins, and four are told; at most two secrets are live', async () => {
    const client = await newClient();
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((turn) =>
        call(`${doors[turn % doors.length]?.origin}/v1/auth/clients/self/secret`, {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify(client),
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400, 400]);
    for (const answer of answers) if (answer.status === 400) expectRefusal(answer, 400, 'invalid_request');
    const winner = answers.find(({ status }) => status === 201)?.json.client_secret;
    const live = (await secretsOf(client)).filter(({ state }) => ['current', 'old'].includes(state));
    expect(live).toHaveLength(2);
    await getToken(origin, { ...client, client_secret: winner });
    await getToken(origin, client);
  });

  test('five a minute: the sixth is told how long to wait', async () => {
    const client = await newClient();
    for (let time = 0; time < 5; time++) await rotate(client);
    const answer = await rotate(client);
    expectRefusal(answer, 429, 'rate_limited');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['ratelimit-limit']).toBe('5');
    await getToken(origin, client);
  });

  test('401 for whoever does not have the secret, 400 for whoever shows none', async () => {
    const client = await newClient();
    const stranger = await newClient();
    const wrong = { ...client, client_secret: stranger.client_secret };
    expectRefusal(await rotate(wrong), 401, 'invalid_client');
    expectRefusal(await ask(basic(client.client_id, 'wrong')), 401, 'invalid_client');
    expectRefusal(await ask(JSON_TYPE, '{}'), 400, 'invalid_request');
    expectRefusal(
      await ask(JSON_TYPE, JSON.stringify({ client_id: client.client_id })),
      400,
      'invalid_request',
    );
    // A token is not enough: whoever finds one must not be able to make more.
    expectRefusal(await ask(bearer(await getToken(origin, client))), 401, 'invalid_client');
    expect(await secretsOf(client)).toHaveLength(1);
  });

  test('400 unauthorized_client for a client that shows a key: it has no secret', async () => {
    const answer = await ask(
      FORM_TYPE,
      new URLSearchParams({
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjIiwic3ViIjoiYyJ9.AAAA',
      }).toString(),
    );
    expectRefusal(answer, 400, 'unauthorized_client');
  });

  test('a secret in the URL is refused and flagged here as well', async () => {
    const client = await newClient();
    const query = `?${new URLSearchParams({ ...client })}`;
    expectRefusal(await ask(JSON_TYPE, JSON.stringify(client), query), 400, 'invalid_request');
    expect((await secretsOf(client))[0]?.exposed_in).toBe('url');
    expect(await secretsOf(client)).toHaveLength(1);
  });

  test('a disabled client cannot', async () => {
    const client = await newClient();
    await (await demoPortal()).post(`/clients/${client.client_id}/disable`);
    expectRefusal(await rotate(client), 401, 'invalid_client');
  });

  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('405 for %s', async (method) => {
    const answer = await call(`${origin}/v1/auth/clients/self/secret`, { method });
    expectRefusal(answer, 405, 'invalid_request');
    expect(answer.headers.allow).toBe('POST');
  });

  test.each(['/v1/auth/clients/self', '/v1/auth/clients', '/v1/auth/clients/client_x/secret'])(
    'and nothing else is there: %s',
    async (path) => expect((await call(`${origin}${path}`, { method: 'POST' })).status).toBe(404),
  );
});

/** A process whose clock is a minute ahead stands in for waiting. */
describe('an answer that was lost', () => {
  const lab = useLab();
  let now: string;
  let later: string;
  let portal: Portal;
  beforeAll(async () => {
    const dataDir = lab.dataDir();
    now = (await lab.start(dataDir)).origin;
    later = (await lab.start(dataDir, { env: { CLOCK_OFFSET_SECONDS: '60' } })).origin;
    portal = await firstSignIn(now, await onboard(dataDir, 'Lost', 'owner@lost.test'));
  });
  const rotate = (origin: string, client: Credentials) =>
    call(`${origin}/v1/auth/clients/self/secret`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify(client),
    });

  test('asked again with the old secret: another new one, the first is ended, and the old keeps its end', async () => {
    const client = await portal.createClient();
    const first = await rotate(now, client);
    expect(first.status, first.text).toBe(201);
    const [, old] = await secretsOf(client, portal);
    const second = await rotate(later, client);
    expect(second.status, second.text).toBe(201);
    expect(second.json.client_secret).not.toBe(first.json.client_secret);
    expect(second.json.previous_secret_expires_at).toBe(first.json.previous_secret_expires_at);
    const withSecret = ({ json }: Answer) => ({ ...client, client_secret: json.client_secret });
    expectRefusal(await requestToken(now, withSecret(first)), 401, 'invalid_client');
    await getToken(now, client);
    await getToken(now, withSecret(second));
    const secrets = await secretsOf(client, portal);
    expect(secrets.map(({ state }) => state).toSorted()).toEqual(['current', 'old']);
    expect(secrets.find(({ id }) => id === old?.id)?.expires_at).toBe(old?.expires_at);
    const events: { request_id: string; detail: object }[] = await eventsOf(client, portal);
    expect(
      events.find(({ request_id }) => request_id === second.headers['x-request-id'])?.detail,
    ).toMatchObject({
      secret_id: second.json.secret_id,
      old_secret_id: old?.id,
      unused_secret_id: first.json.secret_id,
    });
  });

  test('asked again within a second: it may be another instance of the client, whose new secret must not end', async () => {
    const client = await portal.createClient();
    const first = await rotate(now, client);
    expectRefusal(await rotate(now, client), 400, 'invalid_request');
    await getToken(now, { ...client, client_secret: first.json.client_secret });
  });

  test('asked for again by three at once: one has it', async () => {
    const client = await portal.createClient();
    await rotate(now, client);
    const answers = await Promise.all([1, 2, 3].map(() => rotate(later, client)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400]);
    const won = answers.find(({ status }) => status === 201)?.json.client_secret;
    await getToken(now, { ...client, client_secret: won });
  });

  test('but never once the new secret is in use', async () => {
    const client = await portal.createClient();
    const { json } = await rotate(now, client);
    const next = { ...client, client_secret: json.client_secret };
    await getToken(now, next);
    expectRefusal(await rotate(later, client), 400, 'invalid_request');
    await getToken(now, next);
  });
});

describe('as the tenant wants it', () => {
  let tenants = 0;
  async function tenant(policy: Record<string, unknown>): Promise<[Portal, Onboarded]> {
    const email = `self-rotation-${tenants++}-${Date.now()}@b.test`;
    const onboarded = await onboard(inject('dataDir'), 'Tenant B', email);
    const portal = await firstSignIn(SERVER, onboarded);
    const changed = await portal.patch('/tenant', policy);
    expect(changed.status, changed.text).toBe(200);
    return [portal, onboarded];
  }
  const rotate = (body: Credentials) =>
    call(`${SERVER}/v1/auth/clients/self/secret`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ client_id: body.client_id, client_secret: body.client_secret }),
    });

  test('403 where clients may not; the secret stays the only one', async () => {
    const [portal, client] = await tenant({ self_rotation: false });
    expectRefusal(await rotate(client), 403, 'forbidden');
    expect(await secretsOf(client, portal)).toHaveLength(1);
    expect((await eventsOf(client, portal))[0]).toMatchObject({
      action: 'self_rotation.refused',
      detail: { reason: 'forbidden' },
    });
    await getToken(SERVER, client);
  });

  test('the old secret lives as long as it says', async () => {
    const [portal, client] = await tenant({ secret_overlap_seconds: 300 });
    const answer = await rotate(client);
    expect(answer.json.previous_secret_expires_at).toBeGreaterThan(Date.now() / 1000 + 290);
    expect(answer.json.previous_secret_expires_at).toBeLessThanOrEqual(Date.now() / 1000 + 300);
    expect(await secretsOf(client, portal)).toHaveLength(2);
  });

  test('401 where there are no shared secrets any more', async () => {
    const [, client] = await tenant({ secrets_allowed: false });
    expectRefusal(await rotate(client), 401, 'invalid_client');
  });
});
