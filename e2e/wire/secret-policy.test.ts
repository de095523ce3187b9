import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { openDatabase } from '../harness/database';
import { onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { demoPortal, SERVER } from '../harness/shared';
import { type Credentials, getToken, JSON_TYPE } from '../harness/wire';

const DAY = 86_400_000;
let owner: Portal;
let stranger: Portal;

beforeAll(async () => {
  const admin = `owner-${randomBytes(4).toString('hex')}@rotation.test`;
  owner = await firstSignIn(SERVER, await onboard(inject('dataDir'), 'Rotation', admin));
  stranger = await demoPortal();
});

async function inDatabase(change: (sql: ReturnType<typeof openDatabase>) => Promise<unknown>): Promise<void> {
  const sql = openDatabase(inject('dataDir'));
  try {
    await change(sql);
  } finally {
    await sql.end();
  }
}

/** Makes a client's secrets older than they are. */
const age = ({ client_id }: Credentials, days: number) =>
  inDatabase(
    (sql) => sql`UPDATE client_secrets SET created_at = created_at - make_interval(hours => ${days * 24})
      WHERE client_id = ${client_id}`,
  );

const board = async (query = '') => (await owner.get(`/secrets${query}`)).json;
const namesOf = (answer: { secrets: { client: { name: string } }[] }) =>
  answer.secrets.map(({ client }) => client.name);

async function rotated(name: string, overlap_seconds = 3600) {
  const before = await owner.createClient(name);
  const [{ id: oldId }] = (await owner.get(`/clients/${before.client_id}`)).json.client.secrets;
  const answer = await owner.post(`/clients/${before.client_id}/secrets`, {
    overlap_seconds,
    current_secret_id: oldId,
  });
  expect(answer.status, answer.text).toBe(201);
  const old = answer.json.client.secrets.find(({ id }: { id: string }) => id === oldId);
  const after: Credentials = { ...before, client_secret: answer.json.client_secret };
  return { before, after, oldId, end: old.expires_at as string, path: `/clients/${before.client_id}` };
}

describe('the policy', () => {
  test.each([
    [{ secret_max_age_days: 6 }, 'secret_max_age_days'],
    [{ secret_max_age_days: 366 }, 'secret_max_age_days'],
    [{ secret_max_age_days: 30.5 }, 'secret_max_age_days'],
    [{ rotation_overlap_seconds: 0 }, 'rotation_overlap_seconds'],
    [{ rotation_overlap_seconds: 3601 }, 'rotation_overlap_seconds'],
  ])('%j is refused at its field', async (change, field) => {
    const answer = await owner.patch('/tenant', change);
    expect(answer.status).toBe(400);
    expect(answer.json.fields).toEqual({ [field]: expect.any(String) });
  });

  test('a shorter age moves what is due; none makes nothing due', async () => {
    const client = await owner.createClient('Forty days old');
    await age(client, 40);
    expect(namesOf(await board('?filter=overdue'))).not.toContain('Forty days old');
    expect((await owner.patch('/tenant', { secret_max_age_days: 30 })).status).toBe(200);
    const after = await board('?filter=overdue');
    expect(namesOf(after)).toEqual(['Forty days old']);
    expect(after.counts.overdue).toBe(1);
    expect((await owner.patch('/tenant', { secret_max_age_days: null })).status).toBe(200);
    const none = await board();
    expect(none.counts).toMatchObject({ overdue: 0, soon: 0 });
    expect(none.secrets[0]).toMatchObject({ due_at: null });
    expect((await owner.patch('/tenant', { secret_max_age_days: 90 })).status).toBe(200);
    // Being old ends nothing.
    await getToken(SERVER, client);
  });
});

describe('the board', () => {
  test('has what is due first on top, and each filter what it names', async () => {
    const soon = await owner.createClient('Eighty days old');
    const overdue = await owner.createClient('Hundred days old');
    const off = await owner.createClient('Hundred days old, disabled');
    await Promise.all([age(soon, 80), age(overdue, 100), age(off, 100)]);
    await owner.post(`/clients/${off.client_id}/disable`);
    const { before } = await rotated('Two secrets', 604_800);
    await getToken(SERVER, before);

    const all = await board();
    const due = all.secrets.map((secret: { due_at: string; expires_at: string }) =>
      Date.parse(secret.expires_at ?? secret.due_at),
    );
    expect(due).toEqual(due.toSorted((a: number, b: number) => a - b));
    expect(namesOf(await board('?filter=overdue'))).toEqual(['Hundred days old']);
    expect(namesOf(await board('?filter=soon'))).toEqual(['Eighty days old']);
    const rotating = await board('?filter=rotating');
    expect(rotating.secrets).toMatchObject([
      { state: 'old', rotating: true, client: { name: 'Two secrets' }, last_use: { address: '127.0.0.1' } },
    ]);
    expect(namesOf(await board('?filter=unused'))).not.toContain('Rotation');
    expect(rotating.counts).toMatchObject({ overdue: 1, soon: 1, rotating: 1, exposed: 0 });
    expect((await board('?filter=exposed')).secrets).toEqual([]);
  });

  test('goes on from page to page without a gap or a double', async () => {
    await Promise.all(Array.from({ length: 55 }, (_, n) => owner.createClient(`Many ${n}`)));
    const first = await board();
    expect(first.secrets).toHaveLength(50);
    const second = await board(`?after=${first.next}`);
    const ids = [...first.secrets, ...second.secrets].map(({ id }) => id);
    expect(new Set(ids).size).toBe(first.counts.live);
    expect(ids).toHaveLength(first.counts.live);
    expect(second.next).toBeNull();
  });

  test.each(['?filter=none', '?after=x', '?after=1_sec_', '?wanted=1', `?after=${'9'.repeat(20)}_sec_a`])(
    '%s is refused',
    async (query) => {
      expect((await owner.get(`/secrets${query}`)).status).toBe(400);
    },
  );

  test('shows another tenant nothing of it', async () => {
    expect((await stranger.get('/secrets')).text).not.toContain('Two secrets');
  });
});

describe('a rotation under way', () => {
  test('says which machine uses which secret, and how often', async () => {
    const { before, after, path, oldId } = await rotated('Watched');
    const machine = (from: string, agent: string) =>
      call(`${SERVER}/v1/auth/token`, {
        method: 'POST',
        headers: { ...JSON_TYPE, 'User-Agent': agent },
        body: JSON.stringify({ grant_type: 'client_credentials', ...before }),
        from,
      });
    expect((await machine('127.0.0.2', 'claims-sync/3.1')).status).toBe(200);
    for (let n = 0; n < 3; n++) await machine('127.0.0.3', 'night-batch/1.0');
    await getToken(SERVER, after);
    const { rotation } = (await owner.get(`${path}/rotation`)).json;
    expect(rotation.old).toMatchObject({ id: oldId, since_rotation: 4, more_callers: false });
    expect(rotation.old.callers).toMatchObject([
      { address: '127.0.0.3', last_hour: 3, user_agent: 'night-batch/1.0' },
      { address: '127.0.0.2', last_hour: 1, user_agent: 'claims-sync/3.1' },
    ]);
    expect(rotation.fresh).toMatchObject({ since_rotation: 1 });
    expect(Date.parse(rotation.old_tokens_until)).toBeGreaterThan(Date.now());
    expect(rotation.begun_by).toContain('@rotation.test');
    expect((await stranger.get(`${path}/rotation`)).status).toBe(404);
  });

  test('the old secret is given more time, once for what two people saw, and 30 days at most', async () => {
    const { path, oldId, end } = await rotated('Needs a day more');
    const extend = (seconds: number, expires_at: string, by = owner) =>
      by.post(`${path}/secrets/${oldId}/extend`, { seconds, expires_at });
    expect((await extend(86_400, end, stranger)).status).toBe(404);
    const answers = await Promise.all([extend(86_400, end), extend(86_400, end)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { client } = (await owner.get(path)).json;
    let { expires_at } = client.secrets.find(({ id }: { id: string }) => id === oldId);
    expect(Date.parse(expires_at) - Date.parse(end)).toBe(DAY);

    for (let weeks = 0; weeks < 5; weeks++) {
      const answer = await extend(604_800, expires_at);
      if (answer.status !== 200) break;
      ({ expires_at } = answer.json.client.secrets.find(({ id }: { id: string }) => id === oldId));
    }
    const { rotation } = (await owner.get(`${path}/rotation`)).json;
    expect(expires_at).toBe(rotation.latest_end);
    expect((await extend(3600, expires_at)).status).toBe(409);
    expect((await extend(7200, expires_at)).status).toBe(400);
    const { events } = (await owner.get(`${path}/activity`)).json;
    expect(events.map(({ action }: { action: string }) => action)).toContain('secret.overlap_extended');
  });

  test('only the old secret of a rotation is given time', async () => {
    const client = await owner.createClient('Not rotating');
    const [{ id }] = (await owner.get(`/clients/${client.client_id}`)).json.client.secrets;
    const wanted = { seconds: 3600, expires_at: new Date().toISOString() };
    const path = `/clients/${client.client_id}`;
    expect((await owner.post(`${path}/secrets/${id}/extend`, wanted)).status).toBe(409);
    expect((await owner.post(`${path}/secrets/sec_nothing/extend`, wanted)).status).toBe(404);
    expect((await owner.get(`${path}/rotation`)).json.rotation).toBeNull();
  });

  test('whoever comes second is told who was first', async () => {
    const { path, oldId } = await rotated('Wanted twice', 0);
    const answer = await owner.post(`${path}/secrets`, { overlap_seconds: 3600, current_secret_id: oldId });
    expect(answer.status).toBe(409);
    expect(answer.json.error_description).toMatch(/^owner-\w+@rotation\.test was faster: .* UTC/);
  });
});

interface Evident {
  secret_id: string;
  [fact: string]: unknown;
}

describe('evidence', () => {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  /** Until tomorrow: a test may begin before midnight and end after it. */
  const lastDays = (days: number) => ({ from: day(Date.now() - days * DAY), to: day(Date.now() + DAY) });
  const evidence = async (period: { from: string; to: string }) =>
    (await owner.get(`/secrets/evidence?${new URLSearchParams(period)}`)).json;
  const one = (secrets: Evident[], id: string) =>
    secrets.find(({ secret_id }) => secret_id === id) as Evident;

  test('names every secret of the period, who replaced it, and whether in time', async () => {
    const { oldId, path } = await rotated('=HYPERLINK("http://evil.test")', 0);
    const late = await owner.createClient('Replaced late');
    await age(late, 120);
    const { secrets, rotations, max_age_days, audit_kept_from } = await evidence(lastDays(30));
    expect(max_age_days).toBe(90);
    expect(audit_kept_from).toBeNull();
    expect(one(secrets, oldId)).toMatchObject({
      state: 'retired',
      rotated_by: expect.stringContaining('@rotation.test'),
      retired_by: expect.stringContaining('@rotation.test'),
      age_days: 0,
      policy_met: true,
    });
    const { secrets: own } = (await owner.get(`/clients/${late.client_id}`)).json.client;
    expect(one(secrets, own[0].id)).toMatchObject({ state: 'live', age_days: 120, policy_met: false });
    expect(rotations.find(({ client_id }: { client_id: string }) => path.endsWith(client_id))).toMatchObject({
      action: 'secret.rotated',
      overlap_seconds: 0,
      by: expect.stringContaining('@'),
    });
    const none = await evidence({ from: '2001-01-01', to: '2001-12-31' });
    expect(none).toMatchObject({ secrets: [], rotations: [] });
  });

  test('has the secrets of a client that was deleted, held against the policy like the others', async () => {
    const { after, oldId, path } = await rotated('Deleted with its secrets');
    await age(after, 100);
    await getToken(SERVER, after);
    const { secrets: before } = (await owner.get(path)).json.client;
    const newId = before.find(({ id }: { id: string }) => id !== oldId).id;
    expect((await owner.post(`${path}/disable`)).status).toBe(200);
    expect((await owner.delete(path)).status).toBe(200);

    const { secrets } = await evidence(lastDays(30));
    const [fresh, old] = [one(secrets, newId), one(secrets, oldId)];
    expect(fresh).toMatchObject({
      client_name: 'Deleted with its secrets',
      client_status: 'deleted',
      state: 'deleted',
      retired_by: expect.stringContaining('@rotation.test'),
      rotated_at: null,
      tokens_issued: 1,
      age_days: 100,
      policy_met: false,
    });
    expect(old).toMatchObject({
      state: 'deleted',
      rotated_at: fresh.created_at,
      tokens_issued: 0,
      age_days: 0,
    });
    expect(old.ended_at).toBe(fresh.ended_at);
    expect(secrets.filter((secret: { secret_id: string }) => secret.secret_id === newId)).toHaveLength(1);
    const file = (await owner.post('/secrets/export', lastDays(30))).text;
    expect(file).toMatch(new RegExp(`Deleted with its secrets,deleted,${newId},\\w{4},deleted,`));
    expect((await evidence({ from: '2001-01-01', to: '2001-12-31' })).secrets).toEqual([]);
    const theirs = await stranger.get(`/secrets/evidence?${new URLSearchParams(lastDays(30))}`);
    expect(theirs.text).not.toContain(newId);
  });

  test('says from when on the audit log is kept, and names nobody of whom it cannot know', async () => {
    const { oldId } = await rotated('Retired long ago');
    await inDatabase((sql) => sql`UPDATE client_secrets SET retired_at = now() WHERE id = ${oldId}`);
    const wanted = lastDays(500);
    const { secrets, audit_kept_from } = await evidence(wanted);
    expect([day(Date.now() - 400 * DAY), day(Date.now() - 401 * DAY)]).toContain(audit_kept_from);
    expect(one(secrets, oldId)).toMatchObject({
      state: 'retired',
      rotated_by: expect.stringContaining('@'),
      retired_by: null,
    });
    const file = (await owner.post('/secrets/export', wanted)).text.trimEnd().split('\r\n');
    expect(file.at(-1)).toContain(`The audit log is kept from ${audit_kept_from} on.`);
  });

  test('as a file: every row, no formula, no digest, and that it was taken is written down', async () => {
    const period = lastDays(30);
    const answer = await owner.post('/secrets/export', period);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-disposition']).toMatch(
      /attachment; filename="secrets_[\d-]+_[\d-]+\.csv"/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    const [head, ...rows] = answer.text.trim().split('\r\n');
    expect(head).toContain('client_id,client_name');
    expect(rows.length).toBeGreaterThan(55);
    expect(answer.text).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
    expect(answer.text).not.toMatch(/gcs_|digest/);
    const { events } = (await owner.get('/activity')).json;
    expect(
      events.find(({ action }: { action: string }) => action === 'secrets.exported').detail,
    ).toMatchObject(period);
    expect((await stranger.post('/secrets/export', period)).text).not.toContain('HYPERLINK');
  });

  test.each([
    [{ from: '2026-02-30', to: '2026-03-01' }, 'from'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'to'],
    [{ from: '2020-01-01', to: '2026-03-01' }, 'to'],
    [{ from: '9999-12-30', to: '9999-12-31' }, 'from'],
  ])('%j is no period', async (wanted, field) => {
    const answer = await owner.post('/secrets/export', wanted);
    expect(answer.status).toBe(400);
    expect(answer.json.fields).toHaveProperty(field);
    expect((await owner.get(`/secrets/evidence?${new URLSearchParams(wanted)}`)).status).toBe(400);
  });
});
