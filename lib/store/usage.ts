import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { Executor } from './database';
import type { UsageBatch } from './usage-buffer';

/**
 * Adds counts, in one statement: to the client's minute and hour, and to those of its tenant, whose client is ''.
 * Rows are put in order before they are locked, or two instances that write the same ones would deadlock.
 */
export async function addUsage(connection: Sql, { uses, scopes }: UsageBatch): Promise<void> {
  await connection`
    WITH entries AS MATERIALIZED (
      SELECT "tenantId" AS tenant_id, "clientId" AS client_id, to_timestamp(minute / 1000) AS at, operation, outcome,
        "credentialId" AS credential_id, count
      FROM jsonb_to_recordset(${JSON.stringify(uses)}::text::jsonb) AS entry (
        "tenantId" text, "clientId" text, "credentialId" text, operation text, outcome text, minute bigint, count bigint)
    ), counted AS MATERIALIZED (
      SELECT * FROM entries
      UNION ALL
      SELECT tenant_id, '', at, operation, outcome, '', sum(count) FROM entries GROUP BY 1, 3, 4, 5
    ), minutes AS (
      INSERT INTO usage_minutes AS kept (tenant_id, client_id, at, operation, outcome, credential_id, count)
      SELECT tenant_id, client_id, at, operation, outcome, credential_id, count FROM counted ORDER BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (tenant_id, client_id, at, operation, outcome, credential_id)
        DO UPDATE SET count = kept.count + excluded.count
      RETURNING tenant_id, client_id, at, operation, outcome, credential_id, count
    ), hours AS (
      INSERT INTO usage_hours AS kept (tenant_id, client_id, at, operation, outcome, credential_id, count, peak)
      SELECT tenant_id, client_id, date_trunc('hour', at, 'UTC'), operation, outcome, credential_id,
        sum(counted.count), max(minutes.count)
      FROM counted JOIN minutes USING (tenant_id, client_id, at, operation, outcome, credential_id)
      GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (tenant_id, client_id, at, operation, outcome, credential_id)
        DO UPDATE SET count = kept.count + excluded.count, peak = greatest(kept.peak, excluded.peak)
    )
    INSERT INTO scope_uses AS kept (client_id, scope, first_at, last_at)
    SELECT client_id, scope, at, at FROM (
      SELECT "clientId" AS client_id, scope, to_timestamp(at / 1000.0) AS at
      FROM jsonb_to_recordset(${JSON.stringify(scopes)}::text::jsonb) AS entry ("clientId" text, scope text, at bigint)
    ) AS named WHERE EXISTS (SELECT FROM clients WHERE id = client_id) ORDER BY 1, 2
    ON CONFLICT (client_id, scope) DO UPDATE SET last_at = greatest(kept.last_at, excluded.last_at)`;
}

/** Minutes are read for a day and the day before it. */
const KEEP_MINUTES_MS = 49 * 3_600_000;
const KEEP_HOURS_MS = 400 * 86_400_000;
/** Rows in one statement: one over all of a busy day would not end in its time, and then never. */
const BATCH = 10_000;

/** Lets counts go that no chart shows any more: minutes after 49 hours, hours after 400 days. */
export async function pruneUsage(db: Executor, now: Date): Promise<void> {
  await pruneBefore(db, sql`usage_minutes`, now.getTime() - KEEP_MINUTES_MS);
  await pruneBefore(db, sql`usage_hours`, now.getTime() - KEEP_HOURS_MS);
}

async function pruneBefore(db: Executor, table: ReturnType<typeof sql>, before: number): Promise<void> {
  for (;;) {
    const gone = await db.execute(sql`
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE at < ${new Date(before).toISOString()}::timestamptz
        ORDER BY at LIMIT ${BATCH}))`);
    if (gone.count < BATCH) return;
  }
}
