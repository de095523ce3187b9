import { lt } from 'drizzle-orm';
import type { Executor } from './database';
import { revokedTokens } from './schema';

/** Revoking twice is as good as once. */
export async function insertRevocation(db: Executor, jti: string, expiresAt: Date): Promise<void> {
  await db.insert(revokedTokens).values({ jti, expiresAt }).onConflictDoNothing();
}

/** An expired token is refused anyway. */
export async function pruneRevocations(db: Executor, now: Date): Promise<void> {
  await db.delete(revokedTokens).where(lt(revokedTokens.expiresAt, now));
}
