import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from './database';
import type { revokedTokens, usedAssertions } from './schema';

/** Rows in one statement: one over all of a busy hour would not end in its time, and then never. */
const BATCH = 10_000;

/**
 * Deletes rows, a batch at a time. Two instances at it share the work, and never wait.
 *
 * @param batch less where other rows go with each
 */
export async function deleteInBatches(
  db: Executor,
  table: PgTable,
  which: SQL | undefined,
  batch = BATCH,
): Promise<void> {
  for (;;) {
    const gone = await db.execute(sql`
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE ${which} LIMIT ${batch}::integer FOR UPDATE SKIP LOCKED))`);
    if (gone.count < batch) return;
  }
}

/** Deletes the rows that expired before a time. */
export const deleteExpired = (
  db: Executor,
  table: typeof revokedTokens | typeof usedAssertions,
  before: Date,
): Promise<void> =>
  deleteInBatches(db, table, sql`${table.expiresAt} < ${before.toISOString()}::timestamptz`);
