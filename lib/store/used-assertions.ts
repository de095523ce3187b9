import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { ReplayGuard, SingleUse } from '../oauth/ports';
import type { Database, Executor } from './database';
import { deleteExpired } from './expired-rows';
import { usedAssertions } from './schema';

const digestOf = ({ owner, jti }: SingleUse): Uint8Array =>
  createHash('sha256')
    .update(JSON.stringify([owner, jti]))
    .digest();

/** The unique index decides: of two instances that are shown one assertion at the same time, one takes it. */
export const createReplayGuard = (db: Database): ReplayGuard => ({
  async firstUse(use) {
    const taken = await db
      .insert(usedAssertions)
      .values({ digest: digestOf(use), expiresAt: use.expiresAt })
      .onConflictDoNothing()
      .returning({ digest: usedAssertions.digest });
    return taken.length > 0;
  },
  async forget(use) {
    await db.delete(usedAssertions).where(eq(usedAssertions.digest, digestOf(use)));
  },
});

/** By this much instances' clocks may differ, in milliseconds: what one takes for expired another still accepts. */
const CLOCK_SKEW_MS = 90_000;

/** An expired one is refused anyway, by every instance. */
export const pruneUsedAssertions = (db: Executor, now: Date): Promise<void> =>
  deleteExpired(db, usedAssertions, new Date(now.getTime() - CLOCK_SKEW_MS));
