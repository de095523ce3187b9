import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKOUT } from '../harness/checkout';
import { localSettings, postmaster } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { runOnboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { getToken } from '../harness/wire';

type Sql = ReturnType<typeof openDatabase>;

const DAY = 86_400;

/** The name of a month's partition; `ahead` months from now. */
function partitionOf(at: Date, ahead = 0): string {
  const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
  return `audit_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
}

async function partitions(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    SELECT inhrelid::regclass::text AS name FROM pg_inherits
    WHERE inhparent = 'audit_events'::regclass ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** `count` rows from one moment on, of a thousand tenants. */
const fill = (sql: Sql, table: string, at: string, count: number) => sql`
  INSERT INTO ${sql(table)} (at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id, address,
    user_agent, detail)
  SELECT ${at}::timestamptz + n * interval '1 millisecond', 'ten_' || n % 1000, 'client', 'client_' || n % 5000,
    'token.issued', 'success', 'client_' || n % 5000, ${`${at}-`} || n, 'req_' || n, '10.0.0.1', 'test', '{}'
  FROM generate_series(1, ${count}) AS n`;

const placeOf = async (sql: Sql, jti: string) =>
  (await sql`SELECT tableoid::regclass::text AS place FROM audit_events WHERE jti = ${jti}`)[0]?.place;

describe('the audit log is kept by month', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let service: Service;
  let sql: Sql;
  beforeAll(async () => {
    service = await lab.start(dataDir);
    sql = openDatabase(dataDir);
  });
  afterAll(() => sql?.end());

  test('a start makes this month and the two to come, and what happens now is in this one', async () => {
    const now = new Date();
    expect(await partitions(sql)).toEqual([
      ...[0, 1, 2].map((ahead) => partitionOf(now, ahead)),
      'audit_events_default',
    ]);
    const welcome = readWelcome(service.stdout());
    await getToken(service.origin, welcome as NonNullable<typeof welcome>);
    const [row] = await sql`
      SELECT count(*) FILTER (WHERE tableoid = 'audit_events_default'::regclass)::int AS astray,
        count(*)::int AS whole FROM audit_events`;
    expect(row).toMatchObject({ astray: 0 });
    expect(row?.whole).toBeGreaterThan(0);
  });

  test('an instance a year ahead moves in what came before its month was made', async () => {
    const then = new Date(Date.now() + 365 * DAY * 1000);
    const mark = then.toISOString();
    await fill(sql, 'audit_events', mark, 3);
    await fill(sql, 'audit_events', '1999-12-31T23:59:59Z', 3);
    expect(await placeOf(sql, `${mark}-1`)).toBe('audit_events_default');
    // A long memory, so that nothing goes yet.
    await lab.start(dataDir, {
      env: { CLOCK_OFFSET_SECONDS: String(365 * DAY), AUDIT_RETENTION_DAYS: '30000' },
    });
    expect(await placeOf(sql, `${mark}-1`)).toBe(partitionOf(then));
    expect(await placeOf(sql, '1999-12-31T23:59:59Z-1')).toBe('audit_events_default');
    expect(await partitions(sql)).toEqual(
      expect.arrayContaining([0, 1, 2].map((ahead) => partitionOf(then, ahead))),
    );
    // And what it does itself is in its own month.
    const welcome = readWelcome(service.stdout());
    await getToken(service.origin, welcome as NonNullable<typeof welcome>);
  });

  test('months go as a whole when their last day is older than is kept; the rest stays, and goes on', async () => {
    const now = new Date();
    const before = await partitions(sql);
    expect(before).toContain(partitionOf(now));
    // 40 days kept, seen from 110 days on: this month is over by more than that whatever day it is, a later one is not.
    const later = await lab.start(dataDir, {
      env: { CLOCK_OFFSET_SECONDS: String(110 * DAY), AUDIT_RETENTION_DAYS: '40' },
    });
    const after = await partitions(sql);
    expect(after).not.toContain(partitionOf(now));
    expect(after).toContain(partitionOf(new Date(now.getTime() + 110 * DAY * 1000)));
    const [row] = await sql`
      SELECT count(*) FILTER (WHERE at < now() + interval '60 days')::int AS old,
        count(*) FILTER (WHERE at > now() + interval '364 days' AND user_agent = 'test')::int AS young
      FROM audit_events`;
    expect(row).toMatchObject({ old: 0, young: 3 });
    const welcome = readWelcome(service.stdout()) as NonNullable<ReturnType<typeof readWelcome>>;
    await getToken(later.origin, welcome);
    // The first process still has today's clock; nobody made today's month again, and nothing is refused for that.
    await getToken(service.origin, welcome);
    const portal = new Portal(service.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    const { events } = (await portal.get('/activity')).json;
    // In the order of their times: what the later process wrote stays on top.
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      'token.issued',
      'user.signed_in',
      'token.issued',
    ]);
  });

  test('several that start at once make each month once, and delete between them what has expired', async () => {
    const kept = { AUDIT_RETENTION_DAYS: '30000' };
    const ahead = { ...kept, CLOCK_OFFSET_SECONDS: String(900 * DAY) };
    // More than one statement takes; and what is still good, though not for the clocks that are ahead.
    await sql`INSERT INTO revoked_tokens SELECT 'old_' || n, now() - interval '1 day' FROM generate_series(1, 25000) AS n`;
    await sql`INSERT INTO used_assertions SELECT sha256(n::text::bytea), now() - interval '1 day' FROM generate_series(1, 25000) AS n`;
    await sql`INSERT INTO revoked_tokens VALUES ('live', now() + interval '1 day')`;
    await sql`INSERT INTO used_assertions VALUES (sha256('live'), now() + interval '1 day')`;
    const started = await Promise.all([ahead, ahead, kept, kept].map((env) => lab.start(dataDir, { env })));
    const then = new Date(Date.now() + 900 * DAY * 1000);
    expect(await partitions(sql)).toEqual(
      expect.arrayContaining([0, 1, 2].map((ahead) => partitionOf(then, ahead))),
    );
    // Sooner than the minute after which each looks again.
    const isGone = async () => {
      const [row] = await sql`
        SELECT NOT EXISTS (SELECT FROM revoked_tokens WHERE jti LIKE 'old_%')
          AND NOT EXISTS (SELECT FROM used_assertions WHERE expires_at < now()) AS gone`;
      return row?.gone === true;
    };
    await eventually('the rows are gone', isGone, 30);
    expect(await sql`SELECT FROM revoked_tokens WHERE jti = 'live'`).toHaveLength(1);
    expect(await sql`SELECT FROM used_assertions WHERE digest = sha256('live')`).toHaveLength(1);
    for (const { stderr } of started) expect(stderr()).toBe('');
  });
});

describe('a database from before', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  const months = ['2031-01-05T10:00:00Z', '2031-02-28T23:59:59.900Z', '2031-04-01T00:00:00Z'];
  let sql: Sql;
  let old: Service;
  let url: string;
  beforeAll(async () => {
    // Its cluster, with a database beside the service's own.
    await lab.start(dataDir);
    const admin = openDatabase(dataDir);
    await admin`CREATE DATABASE before_partitions`;
    await admin.end();
    sql = openDatabase(dataDir, 'before_partitions');
    const { entries } = JSON.parse(readFileSync(join(CHECKOUT, 'drizzle', 'meta', '_journal.json'), 'utf8'));
    await sql`CREATE SCHEMA drizzle`;
    await sql`CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
    for (const { tag, when } of entries.slice(0, 2)) {
      const text = readFileSync(join(CHECKOUT, 'drizzle', `${tag}.sql`), 'utf8');
      for (const statement of text.split('--> statement-breakpoint')) await sql.unsafe(statement);
      await sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${tag}, ${when})`;
    }
    for (const at of months) await fill(sql, 'audit_events', at, 20_000);
    const { POSTGRES_PASSWORD } = localSettings(dataDir);
    const socket = encodeURIComponent(postmaster(dataDir)?.socketFolder ?? '');
    url = `postgres://gooclaim:${POSTGRES_PASSWORD}@localhost/before_partitions?host=${socket}`;
    old = await lab.start(dataDir, {
      env: {
        DATABASE_URL: url,
        CLOCK_OFFSET_SECONDS: String(Math.round((Date.parse('2031-04-10') - Date.now()) / 1000)),
      },
    });
  });
  afterAll(() => sql?.end());

  test('keeps every row, under its id, in the month it belongs to', async () => {
    const rows = await sql`
      SELECT tableoid::regclass::text AS place, count(*)::int, min(id)::int AS first, max(id)::int AS last
      FROM audit_events WHERE user_agent = 'test' GROUP BY 1 ORDER BY 1`;
    // The last of February passes into March after its first 99 rows.
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { place: 'audit_events_2031_01', count: 20_000, first: 1, last: 20_000 },
      { place: 'audit_events_2031_02', count: 99, first: 20_001, last: 20_099 },
      { place: 'audit_events_2031_03', count: 19_901, first: 20_100, last: 40_000 },
      { place: 'audit_events_2031_04', count: 20_000, first: 40_001, last: 60_000 },
    ]);
  });

  test('goes on counting where it was, and shows old and new events together', async () => {
    const onboarded = await runOnboard(
      dataDir,
      ['--tenant', 'Later', '--admin', 'later@acme.test', '--json'],
      { DATABASE_URL: url },
    );
    expect(onboarded.code, onboarded.stderr).toBe(0);
    const made = JSON.parse(onboarded.stdout);
    const portal = await firstSignIn(old.origin, made);
    await getToken(old.origin, made);
    const { events } = (await portal.get('/activity')).json;
    const ids = events.map(({ id }: { id: string }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
    expect(Math.min(...ids)).toBeGreaterThan(60_000);
    const [row] = await sql`SELECT count(*)::int, count(DISTINCT id)::int AS ids FROM audit_events`;
    expect(row?.ids).toBe(row?.count);
  });

  test("the portal's questions are answered from an index in every month", async () => {
    await sql`ANALYZE audit_events`;
    const questions: Record<string, [index: RegExp, plan: Promise<Record<string, string>[]>]> = {
      "a tenant's newest": [
        /_tenant_id_at_id_idx$/,
        sql`EXPLAIN SELECT * FROM audit_events WHERE tenant_id = 'ten_7' ORDER BY at DESC, id DESC LIMIT 100`,
      ],
      "a tenant's next page": [
        /_tenant_id_at_id_idx$/,
        sql`EXPLAIN SELECT * FROM audit_events WHERE tenant_id = 'ten_7' AND (at, id) < ('2031-12-01Z', 45000)
          ORDER BY at DESC, id DESC LIMIT 100`,
      ],
      "a client's newest": [
        /_t(arget|enant)_id_at_id_idx$/,
        sql`EXPLAIN SELECT * FROM audit_events WHERE tenant_id = 'ten_7' AND target_id = 'client_7'
          ORDER BY at DESC, id DESC LIMIT 100`,
      ],
      'where a token came from': [
        /_jti_idx$/,
        sql`EXPLAIN SELECT * FROM audit_events WHERE jti = 'x' AND tenant_id = 'ten_7' AND action = 'token.issued' LIMIT 1`,
      ],
      'what a request was': [
        /_request_id_idx$/,
        sql`EXPLAIN SELECT * FROM audit_events WHERE request_id = 'req_1' AND tenant_id = 'ten_7'`,
      ],
    };
    for (const [question, [index, plan]] of Object.entries(questions)) {
      const lines = (await plan).map((row) => row['QUERY PLAN'] ?? '');
      for (const month of ['2031_01', '2031_03', '2031_04']) {
        const line = lines.find((one) => one.includes(`on audit_events_${month} `)) ?? '';
        const scan =
          lines.find((one) => one.includes('Index Scan') && one.includes(`audit_events_${month}_`)) ?? line;
        const used = /(?:using|on) (audit_events_\d{4}_\d{2}_\w*idx)/.exec(scan)?.[1] ?? '';
        expect(used, `${question}\n${lines.join('\n')}`).toMatch(index);
        expect(lines.join('\n')).not.toContain(`Seq Scan on audit_events_${month}`);
      }
    }
  });
});
