import { type SQL, sql } from 'drizzle-orm';
import type { BoardFilter } from '../contract/board-filters';
import type { Executor } from './database';

export interface BoardRow {
  id: string;
  hint: string;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  exposed_at: string | null;
  exposed_in: 'url' | 'report' | null;
  client_id: string;
  client_name: string;
  client_status: 'active' | 'disabled';
  last_used_at: string | null;
  last_address: string | null;
  /** Whether its client has a newer live secret, and whether an older one. */
  newer: boolean;
  older: boolean;
  /** By which it is in order, in milliseconds since the epoch. */
  rank: number;
}

/** The rule of the tenant at one moment. */
export interface BoardRule {
  tenantId: string;
  now: Date;
  /** By which the secrets without an end are ranked. */
  maxAgeDays: number;
  /** From which age they are due soon, in days. */
  soonFromDays: number;
  /** False: nothing is ever due. */
  enforced: boolean;
}

const at = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;
const daysBefore = (now: Date, days: number) => at(new Date(now.getTime() - days * 86_400_000));
const never = sql`false`;
const always = sql`true`;

const WITHOUT_END = sql`s.retired_at IS NULL AND s.expires_at IS NULL`;
const withEnd = (now: Date) =>
  sql`s.retired_at IS NULL AND s.expires_at IS NOT NULL AND s.expires_at > ${at(now)}`;

/** Another live secret of the same client. */
const another = (now: Date, which: SQL) => sql`EXISTS (
  SELECT FROM client_secrets AS o WHERE o.client_id = s.client_id AND ${which} AND o.retired_at IS NULL
    AND (o.expires_at IS NULL OR o.expires_at > ${at(now)}))`;
const newer = (now: Date) => another(now, sql`(o.created_at, o.id) > (s.created_at, s.id)`);
const older = (now: Date) => another(now, sql`(o.created_at, o.id) < (s.created_at, s.id)`);

const overdue = ({ enforced, now, maxAgeDays }: BoardRule): SQL =>
  enforced ? sql`s.created_at <= ${daysBefore(now, maxAgeDays)}` : never;
const soon = ({ enforced, now, maxAgeDays, soonFromDays }: BoardRule): SQL =>
  enforced
    ? sql`s.created_at <= ${daysBefore(now, soonFromDays)} AND s.created_at > ${daysBefore(now, maxAgeDays)}`
    : never;
const ACTIVE = sql`c.status = 'active'`;
const UNUSED = sql`NOT EXISTS (SELECT FROM secret_uses AS u WHERE u.secret_id = s.id)`;
const EXPOSED = sql`s.exposed_at IS NOT NULL`;

/** What each filter wants of the secrets without an end, and of those with one. */
const conditions = (filter: BoardFilter, rule: BoardRule): [SQL, SQL] => {
  switch (filter) {
    case 'all':
      return [always, always];
    case 'overdue':
      return [sql`${overdue(rule)} AND ${ACTIVE}`, never];
    case 'soon':
      return [sql`${soon(rule)} AND ${ACTIVE}`, never];
    case 'rotating':
      return [never, newer(rule.now)];
    case 'unused':
      return [UNUSED, UNUSED];
    case 'exposed':
      return [EXPOSED, EXPOSED];
  }
};

/**
 * Live secrets of a tenant, what is due first coming first: of the secrets without an end the oldest, of the others the
 * one that ends first. Each kind is read in the order of its own index, from where the page before ended.
 *
 * @param after rank and id of the last row of the page before
 */
export async function listBoard(
  db: Executor,
  filter: BoardFilter,
  rule: BoardRule,
  { after, limit }: { after?: { rank: number; id: string }; limit: number },
): Promise<BoardRow[]> {
  const { tenantId, now, maxAgeDays } = rule;
  const [endless, ending] = conditions(filter, rule);
  const from = after && new Date(after.rank);
  const branch = (key: SQL, rank: SQL, live: SQL, wanted: SQL, begin: SQL | undefined) => sql`(
    SELECT s.id, s.client_id, s.hint, s.created_at, s.created_by, s.expires_at, s.exposed_at, s.exposed_in,
      c.name AS client_name, c.status AS client_status, (extract(epoch FROM ${rank}) * 1000)::float8 AS rank
    FROM client_secrets AS s JOIN clients AS c ON c.id = s.client_id
    WHERE s.tenant_id = ${tenantId} AND ${live} AND ${wanted}
      ${begin && after ? sql`AND (${key}, s.id) > (${begin}, ${after.id})` : sql``}
    ORDER BY ${key}, s.id LIMIT ${limit}::integer)`;
  const maxAge = sql`make_interval(hours => ${maxAgeDays * 24}::integer)`;
  const rows = await db.execute<{ [K in keyof BoardRow]: BoardRow[K] }>(sql`
    SELECT s.*, ${newer(now)} AS newer, ${older(now)} AS older, u.last_used_at, u.address AS last_address
    FROM (
      ${branch(sql`s.created_at`, sql`(s.created_at + ${maxAge})`, WITHOUT_END, endless, from && daysBefore(from, maxAgeDays))}
      UNION ALL
      ${branch(sql`s.expires_at`, sql`s.expires_at`, withEnd(now), ending, from && at(from))}
    ) AS s LEFT JOIN secret_uses AS u ON u.secret_id = s.id
    ORDER BY s.rank, s.id LIMIT ${limit}::integer`);
  return [...rows];
}

export async function countBoard(db: Executor, rule: BoardRule) {
  const { tenantId, now } = rule;
  const secrets = sql`client_secrets AS s WHERE s.tenant_id = ${tenantId}`;
  const ofActive = sql`client_secrets AS s JOIN clients AS c ON c.id = s.client_id
    WHERE s.tenant_id = ${tenantId} AND ${ACTIVE}`;
  const [row] = await db.execute<Record<'live' | 'overdue' | 'soon' | 'rotating' | 'exposed', number>>(sql`
    SELECT
      (SELECT count(*)::integer FROM ${secrets} AND ${WITHOUT_END})
        + (SELECT count(*)::integer FROM ${secrets} AND ${withEnd(now)}) AS live,
      (SELECT count(*)::integer FROM ${ofActive} AND ${WITHOUT_END} AND ${overdue(rule)}) AS overdue,
      (SELECT count(*)::integer FROM ${ofActive} AND ${WITHOUT_END} AND ${soon(rule)}) AS soon,
      (SELECT count(*)::integer FROM ${secrets} AND ${withEnd(now)} AND ${newer(now)}) AS rotating,
      (SELECT count(*)::integer FROM ${secrets} AND s.retired_at IS NULL AND ${EXPOSED}
        AND (s.expires_at IS NULL OR s.expires_at > ${at(now)})) AS exposed`);
  return row ?? { live: 0, overdue: 0, soon: 0, rotating: 0, exposed: 0 };
}
