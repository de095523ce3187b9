import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Answer } from '../harness/call';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { doors, SERVER } from '../harness/shared';
import {
  basic,
  bearer,
  type Credentials,
  expectInactive,
  FORM_TYPE,
  fingerprint,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

interface Tenant {
  onboarded: Onboarded;
  portal: Portal;
  client: Credentials;
  token: string;
}

let a: Tenant;
let b: Tenant;
let secretOfB: string;
const INVENTED = 'client_0000000000000000000000';

async function tenant(name: string): Promise<Tenant> {
  const email = `admin@${name}-${Date.now()}.test`;
  const onboarded = await onboard(inject('dataDir'), `Tenant ${name}`, email);
  const portal = await firstSignIn(SERVER, onboarded);
  const client = await portal.createClient(`Client of ${name}`);
  return { onboarded, portal, client, token: await getToken(SERVER, client) };
}

const seen = async ({ portal, client }: Tenant) =>
  (await portal.get(`/clients/${client.client_id}`)).json.client;

beforeAll(async () => {
  a = await tenant('a');
  b = await tenant('b');
  secretOfB = (await seen(b)).secrets[0].id;
});

/** As if it did not exist: what an invented id is told, and not a byte else. */
function expectAbsent(answer: Answer, invented: Answer): void {
  expect(answer.status, answer.text).toBe(404);
  expect(answer.json.error).toBe('not_found');
  expect(answer.text).not.toContain('Client of b');
  expect(fingerprint(answer)).toEqual(fingerprint(invented));
}

describe('in the portal, another tenant sees 404 as for an id that was never given', () => {
  test.each([
    ['reads', (p: Portal, id: string) => p.get(`/clients/${id}`)],
    ['reads the activity of', (p: Portal, id: string) => p.get(`/clients/${id}/activity`)],
    ['renames', (p: Portal, id: string) => p.patch(`/clients/${id}`, { name: 'Mine now' })],
    ['widens', (p: Portal, id: string) => p.patch(`/clients/${id}`, { scopes: ['claims:write'] })],
    ['disables', (p: Portal, id: string) => p.post(`/clients/${id}/disable`)],
    ['enables', (p: Portal, id: string) => p.post(`/clients/${id}/enable`)],
    [
      'rotates',
      (p: Portal, id: string) =>
        p.post(`/clients/${id}/secrets`, { overlap_seconds: 0, current_secret_id: secretOfB }),
    ],
    ['retires the secret of', (p: Portal, id: string) => p.delete(`/clients/${id}/secrets/${secretOfB}`)],
    ['ends the tokens of', (p: Portal, id: string) => p.post(`/clients/${id}/end-tokens`)],
    [
      'ends the tokens of the secret of',
      (p: Portal, id: string) => p.post(`/clients/${id}/secrets/${secretOfB}/end-tokens`),
    ],
  ])("A %s B's client", async (_, act) => {
    const before = await seen(b);
    expectAbsent(await act(a.portal, b.client.client_id), await act(a.portal, INVENTED));
    expect(await seen(b)).toEqual(before);
    await getToken(SERVER, b.client);
  });

  test("A retires B's secret below its own client", async () => {
    const path = (secret: string) => `/clients/${a.client.client_id}/secrets/${secret}`;
    const answer = await a.portal.delete(path(secretOfB));
    expect(answer.status).toBe(404);
    expect(fingerprint(answer)).toEqual(
      fingerprint(await a.portal.delete(path('sec_0000000000000000000000'))),
    );
    await getToken(SERVER, b.client);
  });

  test("A rotates its own client naming B's secret: refused, and both keep theirs", async () => {
    const answer = await a.portal.post(`/clients/${a.client.client_id}/secrets`, {
      overlap_seconds: 0,
      current_secret_id: secretOfB,
    });
    expect(answer.status).toBe(409);
    await getToken(SERVER, a.client);
    await getToken(SERVER, b.client);
  });

  test("A signs B's people out, or ends their tokens: as if they did not exist", async () => {
    const { user } = (await b.portal.get('/session')).json;
    const act = (id: string) => a.portal.post(`/members/${id}/end-tokens`);
    const answer = await act(user.id);
    expect(answer.status, answer.text).toBe(404);
    expect(fingerprint(answer)).toEqual(fingerprint(await act('usr_0000000000000000000000')));
    expect((await b.portal.get('/session')).status).toBe(200);
    const [member] = (await b.portal.get('/members')).json.members;
    expect(member).toMatchObject({ id: user.id, tokens_not_before: null });
  });

  test("A's policy is A's alone, whatever the body, the query or a header names", async () => {
    const before = (await b.portal.get('/tenant')).json.tenant;
    const elsewhere = {
      headers: { ...JSON_TYPE, 'X-Tenant-Id': b.onboarded.tenant_id },
      body: JSON.stringify({ self_rotation: false }),
    };
    const path = `/api/portal/tenant?tenant_id=${b.onboarded.tenant_id}`;
    expect((await a.portal.call(path, { method: 'PATCH', ...elsewhere })).json.tenant).toMatchObject({
      id: a.onboarded.tenant_id,
      self_rotation: false,
    });
    expect((await a.portal.patch('/tenant', { tenant_id: b.onboarded.tenant_id })).status).toBe(400);
    const ended = await a.portal.post('/tenant/end-tokens', { tenant_id: b.onboarded.tenant_id });
    expect(ended.json.tenant.id).toBe(a.onboarded.tenant_id);
    expect((await b.portal.get('/tenant')).json.tenant).toEqual(before);
    expect((await inspect(SERVER, b.token, b.token)).json.active).toBe(true);
    // Others go on with A's token.
    a.token = await getToken(SERVER, a.client);
  });

  test("A's lists hold nothing of B's, and the other way round", async () => {
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      for (const [path, mine] of [
        ['/clients', own.client.client_id],
        ['/activity', own.client.client_id],
        [`/clients/${own.client.client_id}/activity`, own.client.client_id],
        ['/members', own.onboarded.admin.email],
        ['/tenant', own.onboarded.tenant_id],
      ] as const) {
        const { status, text } = await own.portal.get(path);
        expect(status).toBe(200);
        expect(text).toContain(mine);
        for (const foreign of [
          other.client.client_id,
          other.onboarded.client_id,
          other.onboarded.tenant_id,
          other.onboarded.admin.email,
        ])
          expect(text).not.toContain(foreign);
      }
    }
  });

  test("A's debugger says of B's token what it says of one that was never issued", async () => {
    const verdict = async (token: string) => {
      const answer = await a.portal.post('/debugger', { token });
      expect(answer.status, answer.text).toBe(200);
      return answer.json;
    };
    const foreign = await verdict(b.token);
    expect(foreign).toMatchObject({ active: false, client: null, secret: null, issued: null });
    const text = JSON.stringify(foreign);
    expect(text).not.toContain('Client of b');
    expect(text).not.toContain(b.onboarded.admin.email);
    const own = await verdict(a.token);
    expect(own).toMatchObject({ active: true, client: { client_id: a.client.client_id } });
  });

  test("A's cookie with B's ids in the body, the query or a header changes nothing", async () => {
    const mine = await a.portal.get('/clients');
    const ids = mine.json.clients.map((client: { client_id: string }) => client.client_id);
    const asked = await a.portal.call(`/api/portal/clients?tenant_id=${b.onboarded.tenant_id}`, {
      headers: { 'X-Tenant-Id': b.onboarded.tenant_id },
    });
    expect(asked.json.clients.map((client: { client_id: string }) => client.client_id)).toEqual(ids);
  });

  test.each(['tenant_id', 'role', 'id', 'client_id', 'status', 'created_at', 'created_by'])(
    'a body that brings its own %s is refused or not heard',
    async (name) => {
      const value =
        { tenant_id: b.onboarded.tenant_id, role: 'owner', status: 'disabled' }[name] ?? 'client_mine';
      const before = (await b.portal.get('/clients')).json.counts.all;
      const created = await a.portal.post('/clients', {
        name: 'Probe',
        scopes: ['audit:read'],
        [name]: value,
      });
      expect([201, 400]).toContain(created.status);
      if (created.status === 201) expect(created.json.client[name]).not.toBe(value);
      const changed = await a.portal.patch(`/clients/${a.client.client_id}`, {
        description: 'x',
        [name]: value,
      });
      expect([200, 400]).toContain(changed.status);
      if (changed.status === 200 && name in changed.json.client)
        expect(changed.json.client[name]).not.toBe(value);
      expect((await b.portal.get('/clients')).json.counts.all).toBe(before);
    },
  );
});

describe.each(doors)("on the wire, another tenant's token is an unknown one, $name", ({ origin }) => {
  test("B's token is inactive to A's bearer, to the byte like garbage", async () => {
    const foreign = await inspect(origin, a.token, b.token);
    expectInactive(foreign);
    const { headers: one } = fingerprint(foreign) as { headers: Record<string, string> };
    const { headers: other } = fingerprint(await inspect(origin, a.token, 'garbage')) as {
      headers: Record<string, string>;
    };
    expect(Object.keys(one)).toEqual(Object.keys(other));
    expect(one['content-length']).toBe(other['content-length']);
  });

  test("B's token is inactive to A's client credentials", async () => {
    const { client_id, client_secret } = a.client;
    expectInactive(
      await introspect(origin, {
        headers: { ...basic(client_id, client_secret), ...FORM_TYPE },
        body: `token=${b.token}`,
      }),
    );
  });

  test('each sees its own', async () => {
    for (const { token, onboarded } of [a, b])
      expect((await inspect(origin, token, token)).json).toMatchObject({
        active: true,
        tenant_id: onboarded.tenant_id,
      });
  });

  test('asking for another tenant in the body or a header changes nothing', async () => {
    const answer = await introspect(origin, {
      headers: { ...bearer(a.token), ...JSON_TYPE, 'X-Tenant-Id': b.onboarded.tenant_id },
      body: JSON.stringify({ token: b.token, tenant_id: b.onboarded.tenant_id, role: 'owner' }),
    });
    expectInactive(answer);
  });

  test("A's secret opens nothing of B's", async () => {
    const answer = await introspect(origin, {
      headers: JSON_TYPE,
      body: JSON.stringify({
        token: b.token,
        client_id: b.client.client_id,
        client_secret: a.client.client_secret,
      }),
    });
    expect(answer.status).toBe(401);
  });
});
