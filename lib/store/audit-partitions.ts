import { sql } from 'drizzle-orm';
import type { Database, Executor } from './database';

/** Months that are made before they come: a process that is down for weeks still finds its own. */
const MADE_AHEAD = 2;

const DAY_MS = 86_400_000;

/** Any number, the same in every instance. */
const PARTITIONS_LOCK = 7_470_004;

/** Runs `work` unless another instance is at it. */
async function alone<T>(db: Database, work: (tx: Executor) => Promise<T>): Promise<T | undefined> {
  return db.transaction(async (tx) => {
    // Whoever writes to the log waits behind us for as long as we wait: better to try again in an hour.
    await tx.execute(sql`SET LOCAL lock_timeout = '1s'`);
    await tx.execute(sql`SET LOCAL statement_timeout = '30s'`);
    const [row] = await tx.execute<{ free: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(${PARTITIONS_LOCK}) AS free`,
    );
    return row?.free ? work(tx) : undefined;
  });
}

/**
 * Gives this month and the next ones partitions of the audit log, and drops the months whose last day is older than
 * `retentionDays`. Several instances may call it at once. One that cannot have its locks soon throws, and nothing is
 * lost: the default partition takes what no month was made for.
 *
 * @returns the names of the partitions that were dropped
 */
export async function keepAuditPartitions(db: Database, now: Date, retentionDays: number): Promise<string[]> {
  // A transaction each: none holds its locks for longer than one month takes.
  for (let ahead = 0; ahead <= MADE_AHEAD; ahead++) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
    await alone(db, (tx) => tx.execute(sql`SELECT add_audit_partition(${month}::timestamptz)`));
  }
  const before = new Date(now.getTime() - retentionDays * DAY_MS).toISOString();
  const dropped = await alone(db, (tx) =>
    tx.execute<{ name: string }>(sql`SELECT drop_audit_partitions(${before}::timestamptz) AS name`),
  );
  return dropped?.map(({ name }) => name) ?? [];
}
