import { createHash } from 'node:crypto';
import { lt } from 'drizzle-orm';
import type { ReplayGuard } from '../oauth/ports';
import type { Database, Executor } from './database';
import { usedAssertions } from './schema';

/** The unique index decides: of two instances that are shown one assertion at the same time, one takes it. */
export const createReplayGuard =
  (db: Database): ReplayGuard =>
  async (owner, jti, expiresAt) => {
    const digest = createHash('sha256')
      .update(JSON.stringify([owner, jti]))
      .digest();
    const taken = await db
      .insert(usedAssertions)
      .values({ digest, expiresAt })
      .onConflictDoNothing()
      .returning({ digest: usedAssertions.digest });
    return taken.length > 0;
  };

/** By this much instances' clocks may differ, in milliseconds: what one takes for expired another still accepts. */
const CLOCK_SKEW_MS = 90_000;

/** An expired one is refused anyway, by every instance. */
export async function pruneUsedAssertions(db: Executor, now: Date): Promise<void> {
  await db
    .delete(usedAssertions)
    .where(lt(usedAssertions.expiresAt, new Date(now.getTime() - CLOCK_SKEW_MS)));
}
