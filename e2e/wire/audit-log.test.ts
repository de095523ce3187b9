import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { SERVER } from '../harness/shared';
import { type Credentials, requestToken } from '../harness/wire';

interface Event {
  id: string;
  at: string;
  action: string;
  outcome: string;
  actor: { id: string; name: string };
  target_id: string;
  target_name: string | null;
  request_id: string;
  jti: string | null;
  address: string;
}

let own: Onboarded;
let portal: Portal;
let stranger: Portal;
let client: Credentials;
/** Of a refused and of a successful token request. */
let refusedId: string;

const EVIL = '=HYPERLINK("https://evil.test","Click")';
/** Months before this one that rows are put into, and how many. */
const OLD = { months: 2, each: 60 };

beforeAll(async () => {
  const made = (name: string) =>
    onboard(inject('dataDir'), name, `${name}-${randomBytes(4).toString('hex')}@b.test`);
  own = await made('audited');
  portal = await firstSignIn(SERVER, own);
  stranger = await firstSignIn(SERVER, await made('curious'));
  client = await portal.createClient(EVIL);
  expect((await requestToken(SERVER, client)).status).toBe(200);
  refusedId = (await requestToken(SERVER, { ...client, client_secret: 'no' })).json.request_id;

  const database = openDatabase(inject('dataDir'));
  try {
    for (let month = 1; month <= OLD.months; month++)
      await database`SELECT add_audit_partition(date_trunc('month', now()) - make_interval(months => ${month}))`;
    // Several of one instant, and a month's border among them.
    await database`
      INSERT INTO audit_events (at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id,
        address, user_agent, detail)
      SELECT date_trunc('month', now()) - make_interval(months => month, days => -(place / 3)), ${own.tenant_id},
        'client', ${client.client_id}, 'token.issued', 'success', ${client.client_id}, 'tok_old_' || month || '_' || place,
        'req_old', '198.51.100.' || month, 'old', '{}'
      FROM generate_series(1, ${OLD.months}::int) AS month, generate_series(1, ${OLD.each}::int) AS place`;
  } finally {
    await database.end();
  }
});

async function read(query: Record<string, string> = {}, by = portal): Promise<Event[]> {
  const answer = await by.get(`/audit?${new URLSearchParams(query)}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.events;
}

async function readAll(query: Record<string, string>): Promise<Event[]> {
  const events: Event[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await portal.get(
      `/audit?${new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) })}`,
    );
    events.push(...answer.json.events);
    cursor = answer.json.next;
  }
  return events;
}

describe('the audit log', () => {
  test('is read to its end page by page: each row once, newest first, over the borders of months', async () => {
    const pages = await readAll({ limit: '7' });
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    expect(pages.map(({ at }) => at)).toEqual(
      pages
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(pages.filter(({ request_id }) => request_id === 'req_old').length).toBe(OLD.months * OLD.each);
    expect(pages.at(0)).toMatchObject({ action: 'token.refused', target_name: EVIL });
    expect((await readAll({ limit: '200' })).map(({ id }) => id)).toEqual(pages.map(({ id }) => id));
  });

  test('is narrowed by each filter, and by several', async () => {
    const { email } = (await portal.get('/session')).json.user;
    const has = async (query: Record<string, string>, fits: (event: Event) => boolean) => {
      const events = await read({ limit: '200', ...query });
      expect(events.length, JSON.stringify(query)).toBeGreaterThan(0);
      expect(
        events.filter((event) => !fits(event)),
        JSON.stringify(query),
      ).toEqual([]);
      return events;
    };
    await has({ group: 'clients' }, ({ action }) => action === 'client.created');
    await has({ group: 'tokens', outcome: 'failure' }, ({ action }) => action === 'token.refused');
    await has({ outcome: 'failure' }, ({ outcome }) => outcome === 'failure');
    await has({ actor: email }, ({ actor }) => actor.name === email);
    await has({ actor: email, group: 'clients' }, ({ action }) => action === 'client.created');
    await has({ actor: client.client_id }, ({ actor }) => actor.id === client.client_id);
    await has(
      { target: client.client_id, group: 'clients' },
      ({ target_id }) => target_id === client.client_id,
    );
    await has({ address: '198.51.100.2' }, ({ address }) => address === '198.51.100.2');
    const [issued] = await has({ jti: 'tok_old_1_5' }, ({ jti }) => jti === 'tok_old_1_5');
    const [refused] = await has({ request: refusedId }, ({ request_id }) => request_id === refusedId);
    const from = issued?.at ?? '';
    await has({ from, to: refused?.at ?? '' }, ({ at }) => at >= from && at < (refused?.at ?? ''));
    expect(await read({ group: 'apps' })).toEqual([]);
    expect(await read({ group: 'apps', action: 'client.created' })).toEqual([]);
  });

  test('shows nothing of another tenant, whatever is asked for', async () => {
    const [event] = await read({ request: refusedId });
    const queries: Record<string, string>[] = [
      { request: refusedId },
      { target: client.client_id },
      { actor: client.client_id },
      { actor: event?.actor.id ?? '' },
      { actor: own.admin.email },
      { jti: 'tok_old_1_5' },
      { address: '198.51.100.2' },
    ];
    for (const query of queries) expect(await read(query, stranger), JSON.stringify(query)).toEqual([]);
    expect((await stranger.get(`/requests/${refusedId}`)).json.error_description).toBe(
      (await stranger.get('/requests/req_0000000000000000000000')).json.error_description,
    );
  });

  test.each([
    'from=yesterday',
    'group=nothing',
    'action=nothing',
    'outcome=maybe',
    'cursor=x',
    'cursor=1-99999999999999999999',
    'cursor=999999999999999-1',
    'from=0000-01-01T00:00:00Z',
    'limit=201',
    'actor=',
    'actor=%00',
    `actor=${'x'.repeat(201)}`,
    'actor=a&actor=b',
    'tenant_id=x',
  ])('refuses %s', async (query) => {
    const answer = await portal.get(`/audit?${query}`);
    expect(answer.status).toBe(400);
  });
});

describe('its export', () => {
  test('is a CSV file by RFC 4180 in which no cell is a formula, and is itself in the log', async () => {
    const answer = await portal.post('/audit/export', { format: 'csv' });
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/csv; charset=utf-8/),
      'content-disposition': expect.stringMatching(/^attachment; filename="audit-log-\d{4}-\d\d-\d\d\.csv"$/),
      'cache-control': 'no-store',
    });
    expect(answer.text.startsWith('\uFEFF')).toBe(true);
    const rows = parseCsv(answer.text.slice(1));
    const [header = [], ...events] = rows;
    expect(header).toEqual(
      'time,action,outcome,actor_type,actor_id,actor_name,target_id,target_name,address,user_agent,request_id,token_id,detail'.split(
        ',',
      ),
    );
    expect(events.length).toBeGreaterThan(OLD.months * OLD.each);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header.length]));
    expect(events.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(events.flat()).toContain(`'${EVIL}`);

    const [exported] = await read({ action: 'audit.exported' });
    expect(exported).toMatchObject({ outcome: 'success', target_id: own.tenant_id });
  });

  test('is the same as JSON, filtered', async () => {
    const query = { group: 'tokens', outcome: 'success' };
    const { json } = await portal.post('/audit/export', { format: 'json', ...query });
    expect(json.cut).toBeNull();
    expect(json.events).toEqual(await readAll(query));
    const nothing = await stranger.post('/audit/export', { format: 'json', group: 'apps' });
    expect(nothing.json).toEqual({ events: [], cut: null });
  });

  test('refuses what is no filter, and more than ten a minute', async () => {
    expect((await portal.post('/audit/export', { format: 'xml' })).status).toBe(400);
    expect((await portal.post('/audit/export')).status).toBe(400);
    for (let more = 1; more < 10; more++)
      expect((await stranger.post('/audit/export', { format: 'csv', group: 'apps' })).status).toBe(200);
    expect((await stranger.post('/audit/export', { format: 'csv' })).status).toBe(429);
  });
});

/** RFC 4180 §2, to the letter. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  expect(row).toEqual([]);
  return rows;
}
