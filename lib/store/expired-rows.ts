import { sql } from 'drizzle-orm';
import type { Executor } from './database';
import type { revokedTokens, usedAssertions } from './schema';

/** Rows in one statement: one over all of a busy hour would not end in its time, and then never. */
const BATCH = 10_000;

/** Deletes the rows that expired before a time, a batch at a time. Two instances at it share the work, and never wait. */
export async function deleteExpired(
  db: Executor,
  table: typeof revokedTokens | typeof usedAssertions,
  before: Date,
): Promise<void> {
  for (;;) {
    const gone = await db.execute(sql`
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE ${table.expiresAt} < ${before.toISOString()}::timestamptz
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`);
    if (gone.count < BATCH) return;
  }
}
