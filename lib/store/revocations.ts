import { eq, sql } from 'drizzle-orm';
import type { Database, Executor } from './database';
import { deleteExpired } from './expired-rows';
import { revokedTokens } from './schema';

/** Revoking twice is as good as once. */
export async function insertRevocation(db: Executor, jti: string, expiresAt: Date): Promise<void> {
  await db.insert(revokedTokens).values({ jti, expiresAt }).onConflictDoNothing();
}

/**
 * How long a revocation is kept though its token has expired, in milliseconds: by a clock that ran ahead and is set right,
 * the token has not.
 */
export const KEPT_PAST_EXPIRY_MS = 3_600_000;

export async function isRevoked(db: Executor, jti: string): Promise<boolean> {
  const found = await db.select().from(revokedTokens).where(eq(revokedTokens.jti, jti)).limit(1);
  return found.length > 0;
}

/** An expired token is refused anyway. */
export const pruneRevocations = (db: Executor, now: Date): Promise<void> =>
  deleteExpired(db, revokedTokens, new Date(now.getTime() - KEPT_PAST_EXPIRY_MS));

/** One of the revoked tokens; seconds since the epoch. */
export interface Revocation extends Record<string, unknown> {
  jti: string;
  expires: number;
}

/** So many of the revoked tokens after a `jti`, in some order: page by page all of them, without a long transaction. */
export const readRevocations = async (
  db: Database,
  after: string,
  count: number,
): Promise<readonly Revocation[]> =>
  db.execute<Revocation>(sql`
    SELECT jti, ceil(extract(epoch FROM least(expires_at, '3000-01-01')))::float8 AS expires
    FROM ${revokedTokens} WHERE jti > ${after} ORDER BY jti LIMIT ${count}`);
