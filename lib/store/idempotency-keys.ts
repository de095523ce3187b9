import { createHash } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import type { Executor } from './database';
import { idempotencyKeys } from './schema';

/** How long a call is known by its name, in milliseconds. */
const KEPT_MS = 86_400_000;

export type NamedCall = typeof idempotencyKeys.$inferSelect;

const digestOf = (parts: unknown[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/**
 * Takes a name for a call, inside the transaction that does its work: of two at once the second waits here until the first
 * is done. A call that fails leaves no name behind.
 *
 * @param request what is asked for, as JSON
 * @returns the call's row, and whether this is the first time
 */
export async function nameCall(
  tx: Executor,
  callerId: string,
  key: string,
  request: unknown,
  now: Date,
): Promise<{ call: NamedCall; isFirst: boolean; isSame: boolean }> {
  const digest = digestOf([callerId, key]);
  const requestDigest = digestOf([request]);
  const [made] = await tx
    .insert(idempotencyKeys)
    .values({ digest, requestDigest, answeredAt: now, createdAt: now })
    .onConflictDoNothing()
    .returning();
  if (made) return { call: made, isFirst: true, isSame: true };
  const [known] = await tx
    .select()
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.digest, digest))
    .for('update');
  // Pruned between the two looks, a day after it was made.
  if (!known) return nameCall(tx, callerId, key, request, now);
  return { call: known, isFirst: false, isSame: Buffer.compare(known.requestDigest, requestDigest) === 0 };
}

/** Notes what a call was answered with. */
export async function noteAnswer(
  tx: Executor,
  { digest }: Pick<NamedCall, 'digest'>,
  answer: Pick<NamedCall, 'clientId' | 'secretId' | 'answeredAt'>,
): Promise<void> {
  await tx.update(idempotencyKeys).set(answer).where(eq(idempotencyKeys.digest, digest));
}

export async function pruneIdempotencyKeys(db: Executor, now: Date): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - KEPT_MS)));
}
