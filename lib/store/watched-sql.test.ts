import type { Sql } from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import { setWatch } from '../watch';
import { connect } from './database';
import { summaryOf, watchedSql } from './watched-sql';

describe('what a trace says of a statement', () => {
  it.each([
    ['select "id", "x" from "clients" where "id" = $1', 'SELECT clients'],
    ['SELECT granted FROM take_rate_places(', 'SELECT take_rate_places'],
    ['insert into "users" values ($1)', 'INSERT users'],
    ['WITH rows AS (SELECT * FROM json) INSERT INTO audit_events SELECT * FROM rows', 'INSERT audit_events'],
    ['SELECT id FROM keys FOR UPDATE SKIP LOCKED', 'SELECT keys'],
    ['DELETE FROM rate_limits WHERE key = ', 'DELETE rate_limits'],
    ["SELECT pg_notify('a secret', 'another')", 'STATEMENT'],
    ['', 'STATEMENT'],
  ])('%s: %s', (text, summary) => {
    expect(summaryOf([text])).toBe(summary);
  });
});

describe('a pool that is watched', () => {
  // Nothing listens there.
  const pool = connect('postgres://nobody@127.0.0.1:1/nothing', { max: 2, connect_timeout: 1 });
  const { sql, figures } = watchedSql(pool as unknown as Sql, 2);
  afterEach(() => setWatch(undefined));

  it('counts what is sent, once, and no parts of it', async () => {
    const faults: unknown[] = [];
    setWatch({ databaseAnswered: (_seconds, fault) => void faults.push(fault) });
    const part = sql`WHERE id = ${1}`;
    const query = sql`SELECT ${sql('id')} FROM clients ${part}`;
    expect(figures()).toEqual({ connections: 2, underWay: 0 });
    const plain = sql.unsafe('SELECT 1').values();
    const transaction = sql.begin(async () => {});
    const ignore = () => {};
    const all = [query, query, plain, transaction].map((work) => work.then(ignore, ignore));
    expect(figures().underWay).toBe(3);
    await Promise.all(all);
    expect(figures().underWay).toBe(0);
    expect(faults.map((fault) => (fault as { code?: string }).code)).toEqual(Array(3).fill('ECONNREFUSED'));
    await expect(query).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await sql.end();
  });
});
