import { and, eq, gt, lt } from 'drizzle-orm';
import type { Executor } from './database';
import { ssoAttempts } from './schema';

export type AttemptRow = typeof ssoAttempts.$inferSelect;

export async function insertAttempt(db: Executor, row: AttemptRow): Promise<void> {
  await db.insert(ssoAttempts).values(row);
}

/** Takes an attempt away: of two answers to it, one finds it. */
export async function takeAttempt(
  db: Executor,
  digest: Uint8Array,
  connectionId: string,
  now: Date,
): Promise<AttemptRow | undefined> {
  const [row] = await db
    .delete(ssoAttempts)
    .where(
      and(
        eq(ssoAttempts.digest, digest),
        eq(ssoAttempts.connectionId, connectionId),
        gt(ssoAttempts.expiresAt, now),
      ),
    )
    .returning();
  return row;
}

export async function pruneAttempts(db: Executor, now: Date): Promise<void> {
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, now));
}
