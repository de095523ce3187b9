import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from './database';

/** Whose clients are looked at: all of a tenant's, or one of them. At most `limit` rows each. */
export interface Scope {
  tenantId: string;
  clientId: string | undefined;
  limit: number;
}

/** Busy clients that are looked at; which of them do too much depends on the life of their tokens. */
const MOST_BUSY = 500;

/** A row as the driver hands it over. */
type Row = Record<string, unknown>;

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
const ofClient = (column: SQL, { clientId }: Scope): SQL =>
  clientId === undefined ? sql`true` : sql`${column} = ${clientId}`;

const FAILED = sql`outcome NOT IN ('success', 'inactive')`;

/**
 * Live secrets of active clients that something is wrong with: exposed, made by `dueBefore` (null: at any time is early enough) and still the newest, or
 * the old one of a rotation and used since the new one was made.
 */
export async function listPressingSecrets(db: Executor, scope: Scope, now: Date, dueBefore: Date | null) {
  return (await db.execute(sql`
    SELECT * FROM (SELECT *, row_number() OVER (
      PARTITION BY exposed, NOT exposed AND due, NOT exposed AND NOT due ORDER BY created_at, secret_id) AS place FROM (
      SELECT c.id AS client_id, c.name, s.id AS secret_id, s.hint, s.created_at, s.expires_at, s.exposed_at,
        s.exposed_in, u.last_used_at,
        s.exposed_at IS NOT NULL AS exposed,
        coalesce(s.newer_at IS NULL AND s.created_at <= ${dueBefore?.toISOString() ?? null}::timestamptz, false) AS due,
        s.newer_at IS NOT NULL AND u.last_used_at > s.newer_at AS old_used
      FROM (
        SELECT id, client_id, hint, created_at, expires_at, exposed_at, exposed_in,
          lag(created_at) OVER (PARTITION BY client_id ORDER BY created_at DESC, id DESC) AS newer_at
        FROM client_secrets
        WHERE retired_at IS NULL AND (expires_at IS NULL OR expires_at > ${at(now)})
          AND client_id IN (
            SELECT id FROM clients WHERE tenant_id = ${scope.tenantId} AND status = 'active'
              AND ${ofClient(sql`id`, scope)})
      ) AS s JOIN clients c ON c.id = s.client_id LEFT JOIN secret_uses u ON u.secret_id = s.id
    ) AS live WHERE exposed OR due OR old_used) AS pressing WHERE place <= ${scope.limit}
    ORDER BY exposed DESC, due DESC, created_at, secret_id`)) as Row[];
}

/** Clients by their refused calls since then, most first, with the newest failure of each in the audit log. */
export async function listFailing(
  db: Executor,
  scope: Scope,
  what: 'failures' | 'limits',
  { since, lastHour, atLeast }: { since: Date; lastHour: Date; atLeast: number },
) {
  const kind = what === 'limits' ? sql`outcome = 'rate_limited'` : sql`outcome <> 'rate_limited'`;
  return (await db.execute(sql`
    SELECT worst.client_id, c.name, worst.count, worst.reason, recent.last_hour, recent.last_at,
      event.at, event.action, event.detail, event.request_id, event.address, event.user_agent
    FROM (
      SELECT client_id, sum(count)::float8 AS count, (array_agg(outcome ORDER BY count DESC))[1] AS reason FROM (
        SELECT client_id, outcome, sum(count) AS count FROM usage_hours
        WHERE tenant_id = ${scope.tenantId} AND at >= ${at(since)} AND ${FAILED} AND client_id <> '' AND ${kind}
          AND ${ofClient(sql`client_id`, scope)}
        GROUP BY 1, 2
      ) AS by_outcome GROUP BY 1 HAVING sum(count) >= ${atLeast}::int ORDER BY 2 DESC LIMIT ${scope.limit}
    ) AS worst
    JOIN clients c ON c.id = worst.client_id
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(count) FILTER (WHERE at >= ${at(lastHour)}), 0)::float8 AS last_hour, max(at) AS last_at
      FROM usage_minutes WHERE tenant_id = ${scope.tenantId} AND client_id = worst.client_id
        AND at >= ${at(since)} AND ${FAILED} AND ${kind}
    ) AS recent ON true
    LEFT JOIN LATERAL (
      SELECT * FROM audit_events WHERE target_id = worst.client_id AND outcome = 'failure'
        AND action NOT LIKE '%.limited' ORDER BY id DESC LIMIT 1
    ) AS event ON event.tenant_id = ${scope.tenantId}
    ORDER BY worst.count DESC`)) as Row[];
}

/** The newest failure of a client in the audit log. */
export async function findLastFailure(db: Executor, tenantId: string, clientId: string) {
  const rows = (await db.execute(sql`
    SELECT at, action, detail, request_id, address, user_agent FROM audit_events
    WHERE target_id = ${clientId} AND tenant_id = ${tenantId} AND outcome = 'failure'
    ORDER BY id DESC LIMIT 1`)) as Row[];
  return rows[0];
}

/**
 * Active clients by tokens issued since then, most first, where they are more than `tokens` or those of the busiest
 * minute (`peak`, of one secret or key) at least `peak`.
 */
export async function listBusiest(
  db: Executor,
  scope: Scope,
  since: Date,
  least: { tokens: number; peak: number },
) {
  return (await db.execute(sql`
    SELECT busy.*, c.name, c.profile, c.token_life_seconds FROM (
      SELECT client_id, sum(count)::float8 AS tokens, max(peak)::float8 AS peak FROM usage_hours
      WHERE tenant_id = ${scope.tenantId} AND at >= ${at(since)} AND operation = 'token' AND outcome = 'success'
        AND client_id <> '' AND ${ofClient(sql`client_id`, scope)}
      GROUP BY 1 HAVING sum(count) > ${least.tokens}::int OR max(peak) >= ${least.peak}::float8
      ORDER BY 2 DESC LIMIT ${MOST_BUSY}
    ) AS busy JOIN clients c ON c.id = busy.client_id AND c.status = 'active'
    ORDER BY tokens DESC`)) as Row[];
}

/** Active clients made before then and not used since, longest first. */
export async function listUnused(db: Executor, scope: Scope, since: Date) {
  return (await db.execute(sql`
    SELECT c.id AS client_id, c.name, c.created_at, used.last_used_at FROM clients c
    LEFT JOIN LATERAL (
      SELECT max(last_used_at) AS last_used_at FROM (
        SELECT u.last_used_at FROM client_secrets s JOIN secret_uses u ON u.secret_id = s.id WHERE s.client_id = c.id
        UNION ALL SELECT k.last_used_at FROM key_uses k WHERE k.client_id = c.id
      ) AS uses
    ) AS used ON true
    WHERE c.tenant_id = ${scope.tenantId} AND c.status = 'active' AND c.created_at < ${at(since)}
      AND ${ofClient(sql`c.id`, scope)} AND coalesce(used.last_used_at, c.created_at) < ${at(since)}
    ORDER BY coalesce(used.last_used_at, c.created_at) LIMIT ${scope.limit}`)) as Row[];
}

/**
 * Active clients that have always named scopes since then, and never some of those they have. One that left the choice to
 * us got all of them, and may use all; and to one that was changed since then, a scope may have been given yesterday.
 */
export async function listUnusedScopes(db: Executor, scope: Scope, since: Date) {
  return (await db.execute(sql`
    SELECT c.id AS client_id, c.name, c.scopes, named.scopes AS named, named.first_at FROM clients c
    JOIN LATERAL (
      SELECT array_agg(scope) FILTER (WHERE last_at >= ${at(since)}) AS scopes, min(first_at) AS first_at
      FROM scope_uses WHERE client_id = c.id
    ) AS named ON named.first_at < ${at(since)}
    WHERE c.tenant_id = ${scope.tenantId} AND c.status = 'active' AND ${ofClient(sql`c.id`, scope)}
      AND c.updated_at < ${at(since)} AND NOT '' = ANY (named.scopes) AND NOT c.scopes <@ named.scopes
    ORDER BY c.created_at, c.id LIMIT ${scope.limit}`)) as Row[];
}

export async function countClients(db: Executor, tenantId: string): Promise<number> {
  const [row] = (await db.execute(
    sql`SELECT count(*)::int AS count FROM clients WHERE tenant_id = ${tenantId}`,
  )) as Row[];
  return Number(row?.count);
}
