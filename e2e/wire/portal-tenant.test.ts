import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { doors, portalDoors, SERVER } from '../harness/shared';
import { expectRefusal, getToken, requestToken } from '../harness/wire';

const unique = () => randomBytes(4).toString('hex');

async function newTenant(): Promise<{ onboarded: Onboarded; portal: Portal }> {
  const onboarded = await onboard(inject('dataDir'), 'Policy', `owner-${unique()}@policy.test`);
  return { onboarded, portal: await firstSignIn(SERVER, onboarded) };
}

/** Somebody else of the same tenant, with the same password: there is no way yet to invite one. */
async function colleague(
  of: Onboarded,
  owner: Portal,
  role: string,
): Promise<{ id: string; portal: Portal }> {
  const id = `usr_${randomBytes(11).toString('hex')}`;
  const email = `${role}-${unique()}@policy.test`;
  const sql = openDatabase(inject('dataDir'));
  try {
    await sql`
      INSERT INTO users (id, tenant_id, email, password_hash, must_change_password, role, created_at)
      SELECT ${id}, tenant_id, ${email}, password_hash, false, ${role}, now() FROM users
      WHERE email = ${of.admin.email}`;
  } finally {
    await sql.end();
  }
  const portal = new Portal(SERVER);
  expect(await portal.signIn(email, owner.password)).toBe(true);
  return { id, portal };
}

let onboarded: Onboarded;
let owner: Portal;
beforeAll(async () => {
  ({ onboarded, portal: owner } = await newTenant());
});

const events = async (portal: Portal, action: string) =>
  (await portal.get('/activity')).json.events.filter((event: { action: string }) => event.action === action);

describe("a tenant's policy", () => {
  test('starts as documented, at both doors', async () => {
    const { onboarded: fresh, portal } = await newTenant();
    for (const { origin } of portalDoors) {
      const answer = await new Portal(origin).call('/api/portal/tenant', {
        headers: { Cookie: portal.jar.header() },
      });
      expect(answer.json).toEqual({
        tenant: {
          id: fresh.tenant_id,
          name: 'Policy',
          operator: false,
          secrets_allowed: true,
          self_rotation: true,
          secret_overlap_seconds: 86_400,
          secret_max_age_days: 90,
          rotation_overlap_seconds: 86_400,
          leaked_secret_action: 'flag',
          second_factor_required: false,
          resources: [],
          tokens_not_before: null,
        },
        now: expect.any(String),
      });
    }
  });

  test('a change is answered whole, kept, and written down with what was before', async () => {
    const wanted = { self_rotation: false, secret_overlap_seconds: 600, leaked_secret_action: 'retire' };
    const answer = await owner.patch('/tenant', wanted);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.tenant).toMatchObject({ ...wanted, secrets_allowed: true });
    expect((await owner.get('/tenant')).json.tenant).toEqual(answer.json.tenant);
    const [event] = await events(owner, 'tenant.updated');
    expect(event).toMatchObject({
      target_id: onboarded.tenant_id,
      actor: { type: 'user', name: onboarded.admin.email },
      detail: {
        before: { self_rotation: true, secret_overlap_seconds: 86_400, leaked_secret_action: 'flag' },
        after: wanted,
      },
    });
  });

  test('what stays as it was leaves no row', async () => {
    const { tenant } = (await owner.get('/tenant')).json;
    const before = (await events(owner, 'tenant.updated')).length;
    for (const body of [{}, { secrets_allowed: tenant.secrets_allowed, resources: tenant.resources }])
      expect((await owner.patch('/tenant', body)).status).toBe(200);
    expect(await events(owner, 'tenant.updated')).toHaveLength(before);
  });

  test.each([
    [{ secret_overlap_seconds: 299 }, 'secret_overlap_seconds'],
    [{ secret_overlap_seconds: 2_592_001 }, 'secret_overlap_seconds'],
    [{ secrets_allowed: 'yes' }, 'secrets_allowed'],
    [{ leaked_secret_action: 'delete' }, 'leaked_secret_action'],
    [{ resources: ['claims.example.com'] }, 'resources'],
    [{ resources: ['https://a.example/#x'] }, 'resources'],
    [{ resources: ['https://a.example', 'https://a.example'] }, 'resources'],
  ])('%j: 400 at the field', async (body, field) => {
    const answer = await owner.patch('/tenant', body);
    expect({ status: answer.status, error: answer.json.error }).toEqual({
      status: 400,
      error: 'invalid_request',
    });
    expect(answer.json.fields[field]).toMatch(/\w/);
  });

  test.each(['operator', 'id', 'name', 'status', 'tokens_not_before', 'tenant_id'])(
    'nobody sets %s here',
    async (name) => {
      const before = (await owner.get('/tenant')).json.tenant;
      expect((await owner.patch('/tenant', { [name]: true })).status).toBe(400);
      expect((await owner.get('/tenant')).json.tenant).toEqual(before);
    },
  );

  test('without shared secrets, clients with one are refused from the next call on, and again taken after', async () => {
    const { onboarded: keyed, portal } = await newTenant();
    await getToken(SERVER, keyed);
    await portal.patch('/tenant', { secrets_allowed: false });
    for (const { origin } of doors) expectRefusal(await requestToken(origin, keyed), 401, 'invalid_client');
    await portal.patch('/tenant', { secrets_allowed: true });
    for (const { origin } of doors) await getToken(origin, keyed);
  });
});

describe("a tenant's resources", () => {
  const api = () => `https://${unique()}.example.com`;
  const resourcesOf = async (portal: Portal): Promise<string[]> =>
    (await portal.get('/tenant')).json.tenant.resources;

  test('are added and taken away as a set', async () => {
    const { portal } = await newTenant();
    const [a, b, c] = [api(), api(), api()].toSorted() as [string, string, string];
    await portal.patch('/tenant', { resources: [b, a] });
    expect(await resourcesOf(portal)).toEqual([a, b]);
    expect((await portal.patch('/tenant', { resources: [a, b] })).status).toBe(200);
    expect(await events(portal, 'tenant.updated')).toHaveLength(1);
    await portal.patch('/tenant', { resources: [c, b] });
    expect(await resourcesOf(portal)).toEqual([b, c]);
    expect((await events(portal, 'tenant.updated'))[0].detail).toMatchObject({
      before: { resources: [a, b] },
      after: { resources: [c, b] },
    });
  });

  test('409 for one that another tenant has, not saying whose, and nothing of the change is made', async () => {
    const [{ onboarded: first, portal: one }, { portal: two }] = [await newTenant(), await newTenant()];
    const [wanted, free] = [api(), api()];
    await one.patch('/tenant', { resources: [wanted] });
    const answer = await two.patch('/tenant', { resources: [free, wanted], self_rotation: false });
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 409, error: 'conflict' });
    for (const word of [first.tenant_id, first.admin.email, 'Policy'])
      expect(answer.text).not.toContain(word);
    expect((await two.get('/tenant')).json.tenant).toMatchObject({ resources: [], self_rotation: true });
    expect(await events(two, 'tenant.updated')).toEqual([]);
    await one.patch('/tenant', { resources: [] });
    expect((await two.patch('/tenant', { resources: [wanted] })).status).toBe(200);
  });

  test('two tenants at once: one has it', async () => {
    const [{ portal: one }, { portal: two }] = [await newTenant(), await newTenant()];
    const wanted = api();
    const answers = await Promise.all([one, two].map((p) => p.patch('/tenant', { resources: [wanted] })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('409 for one that clients still name, saying which', async () => {
    const { portal } = await newTenant();
    const [kept, unused] = [api(), api()];
    await portal.patch('/tenant', { resources: [kept, unused] });
    const client = await portal.createClient('Claims intake');
    const path = `/clients/${client.client_id}`;
    const named = await portal.patch(path, { resources: [kept] });
    expect(named.status, named.text).toBe(200);
    const answer = await portal.patch('/tenant', { resources: [] });
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 409, error: 'conflict' });
    expect(answer.json.error_description).toContain('Claims intake');
    expect(await resourcesOf(portal)).toEqual([kept, unused].toSorted());
    expect((await portal.patch('/tenant', { resources: [kept] })).status).toBe(200);
    await portal.patch(path, { resources: [] });
    expect((await portal.patch('/tenant', { resources: [] })).status).toBe(200);
  });

  test('taken away while a client is given it, it is either kept or not given', async () => {
    const { portal } = await newTenant();
    const clients = await Promise.all([1, 2, 3, 4].map((turn) => portal.createClient(`Racer ${turn}`)));
    for (const { client_id } of clients) {
      const wanted = api();
      await portal.patch('/tenant', { resources: [wanted] });
      await Promise.all([
        portal.patch(`/clients/${client_id}`, { resources: [wanted] }),
        portal.patch('/tenant', { resources: [] }),
      ]);
      const { client } = (await portal.get(`/clients/${client_id}`)).json;
      expect(client.resources).toEqual(await resourcesOf(portal));
      await portal.patch(`/clients/${client_id}`, { resources: [] });
    }
  });
});

describe('who may', () => {
  let admin: Awaited<ReturnType<typeof colleague>>;
  let developer: Awaited<ReturnType<typeof colleague>>;
  let viewer: Awaited<ReturnType<typeof colleague>>;
  let ownerId: string;
  beforeAll(async () => {
    admin = await colleague(onboarded, owner, 'admin');
    developer = await colleague(onboarded, owner, 'developer');
    viewer = await colleague(onboarded, owner, 'viewer');
    ownerId = (await owner.get('/session')).json.user.id;
  });

  test('everybody sees the policy and the people; passwords and hashes are not among them', async () => {
    for (const { portal } of [admin, developer, viewer]) {
      expect((await portal.get('/tenant')).status).toBe(200);
      const answer = await portal.get('/members');
      expect(answer.status).toBe(200);
      expect(answer.json.members.map(({ role }: { role: string }) => role)).toEqual([
        'owner',
        'admin',
        'developer',
        'viewer',
      ]);
      expect(Object.keys(answer.json.members[0])).toEqual([
        'id',
        'email',
        'role',
        'status',
        'created_at',
        'sessions',
        'single_sign_on',
        'tokens_not_before',
        'second_factors',
      ]);
      expect(answer.text).not.toContain('argon2');
    }
  });

  test('owners and admins change the policy and end tokens; developers and viewers do not', async () => {
    const acts = [
      (portal: Portal) => portal.patch('/tenant', { self_rotation: true }),
      (portal: Portal) => portal.post('/tenant/end-tokens'),
      (portal: Portal) => portal.post(`/members/${ownerId}/end-tokens`),
    ];
    for (const act of acts)
      for (const { portal } of [developer, viewer]) {
        const answer = await act(portal);
        expect({ status: answer.status, error: answer.json.error }).toEqual({
          status: 403,
          error: 'forbidden',
        });
      }
    for (const portal of [owner, admin.portal])
      for (const act of acts.slice(0, 2)) expect((await act(portal)).status).toBe(200);
    expect((await owner.get('/session')).status).toBe(200);
  });

  test('an admin signs others out, but not an owner', async () => {
    const answer = await admin.portal.post(`/members/${ownerId}/end-tokens`);
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 403, error: 'forbidden' });
    expect((await owner.get('/session')).status).toBe(200);
    const other = await colleague(onboarded, owner, 'admin');
    for (const { id, portal } of [other, developer]) {
      expect((await admin.portal.post(`/members/${id}/end-tokens`)).status).toBe(200);
      expect((await portal.get('/session')).status).toBe(401);
    }
    expect((await admin.portal.get('/session')).status).toBe(200);
  });

  test('an owner signs anybody out, and everybody themselves', async () => {
    expect((await owner.post(`/members/${admin.id}/end-tokens`)).status).toBe(200);
    expect((await admin.portal.get('/session')).status).toBe(401);
    expect((await viewer.portal.post(`/members/${viewer.id}/end-tokens`)).status).toBe(200);
    expect((await viewer.portal.get('/session')).status).toBe(401);
  });
});
