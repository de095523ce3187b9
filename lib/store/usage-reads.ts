import { sql } from 'drizzle-orm';
import type { Executor } from './database';

/** A stretch of time, cut into buckets. */
export interface UsageWindow {
  /** Which table answers it. */
  grain: 'minutes' | 'hours';
  from: Date;
  to: Date;
  bucketSeconds: number;
}

export interface UsageSum {
  /** From 0. */
  bucket: number;
  operation: 'token' | 'introspection';
  outcome: string;
  credentialId: string;
  count: number;
}

const TABLES = { minutes: sql`usage_minutes`, hours: sql`usage_hours` };

/**
 * Sums of a window by bucket, outcome and credential; of a whole tenant where `clientId` is '': it has rows of its own,
 * so that its chart reads as few as that of one client. `from` is included, and `to` too.
 */
export async function readUsageSums(
  db: Executor,
  tenantId: string,
  clientId: string,
  { grain, from, to, bucketSeconds }: UsageWindow,
): Promise<UsageSum[]> {
  const rows = await db.execute(sql`
    SELECT floor(extract(epoch FROM at - ${from.toISOString()}::timestamptz) / ${bucketSeconds}::int)::int AS bucket,
      operation, outcome, credential_id, sum(count)::float8 AS count
    FROM ${TABLES[grain]}
    WHERE tenant_id = ${tenantId} AND client_id = ${clientId}
      AND at BETWEEN ${from.toISOString()}::timestamptz AND ${to.toISOString()}::timestamptz
    GROUP BY 1, 2, 3, 4`);
  return rows.map((row) => ({
    bucket: Number(row.bucket),
    operation: row.operation as UsageSum['operation'],
    outcome: String(row.outcome),
    credentialId: String(row.credential_id),
    count: Number(row.count),
  }));
}

/** Whether a credential was used for anything that is counted, introspections among it, in the last two days. */
export async function hasCredentialUsage(
  db: Executor,
  tenantId: string,
  clientId: string,
  credentialId: string,
): Promise<boolean> {
  const rows = await db.execute(
    sql`SELECT FROM usage_minutes
      WHERE tenant_id = ${tenantId} AND client_id = ${clientId} AND credential_id = ${credentialId} LIMIT 1`,
  );
  return rows.length > 0;
}

/** Whether any client of the tenant was ever used, as far as hours are kept. */
export async function hasUsage(db: Executor, tenantId: string): Promise<boolean> {
  const rows = await db.execute(
    sql`SELECT FROM usage_hours WHERE tenant_id = ${tenantId} AND client_id = '' LIMIT 1`,
  );
  return rows.length > 0;
}
