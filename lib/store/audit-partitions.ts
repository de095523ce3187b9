import { sql } from 'drizzle-orm';
import { type Database, type Executor, LOCKS } from './database';

/** Months that are made before they come: a process that is down for weeks still finds its own. */
const MADE_AHEAD = 2;

/** Runs `work` unless another instance is at it. */
async function alone<T>(db: Database, work: (tx: Executor) => Promise<T>): Promise<T | undefined> {
  return db.transaction(async (tx) => {
    // Whoever writes to the log waits behind us for as long as we wait: better to try again in an hour.
    await tx.execute(sql`SET LOCAL lock_timeout = '1s'`);
    await tx.execute(sql`SET LOCAL statement_timeout = '30s'`);
    const [row] = await tx.execute<{ free: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(${LOCKS.auditPartitions}) AS free`,
    );
    return row?.free ? work(tx) : undefined;
  });
}

/**
 * Gives this month and the next ones partitions of the audit log. Several instances may call it at once. A month that
 * cannot be made now is made an hour later, and nothing is lost: the default partition takes what has no month.
 *
 * @throws the first fault, after every month was tried
 */
export async function makeAuditPartitions(db: Database, now: Date): Promise<void> {
  const faults: unknown[] = [];
  // A transaction each: none holds its locks for longer than one month takes.
  for (let ahead = 0; ahead <= MADE_AHEAD; ahead++) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
    await alone(db, (tx) => tx.execute(sql`SELECT add_audit_partition(${month}::timestamptz)`)).catch(
      (cause: unknown) => faults.push(cause),
    );
  }
  if (faults.length > 0) throw faults[0];
}

/**
 * Drops the months whose last day is older than `retentionDays`. There is no way back, so the database's clock has a say
 * as well: an instance whose own has run ahead by years drops nothing that is not due.
 *
 * @param offsetSeconds by how much the process's clock was moved on purpose, in tests
 * @returns the names of the partitions that were dropped
 */
export async function dropAuditPartitions(
  db: Database,
  now: Date,
  { retentionDays, offsetSeconds }: { retentionDays: number; offsetSeconds: number },
): Promise<string[]> {
  const dropped = await alone(db, (tx) =>
    tx.execute<{ name: string }>(sql`
      SELECT drop_audit_partitions(
        least(${now.toISOString()}::timestamptz, clock_timestamp() + make_interval(secs => ${offsetSeconds}::integer))
        - make_interval(days => ${retentionDays}::integer)) AS name`),
  );
  return dropped?.map(({ name }) => name) ?? [];
}
