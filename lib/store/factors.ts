import { and, asc, count, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { passkeys, recoveryCodes, sessions, totpFactors, users } from './schema';

export type TotpRow = typeof totpFactors.$inferSelect;
export type PasskeyRow = typeof passkeys.$inferSelect;

/** In a statement over `users`: whether the person has an authenticator app. */
export const hasTotp = sql<boolean>`EXISTS (
  SELECT 1 FROM totp_factors WHERE totp_factors.user_id = ${users.id} AND totp_factors.confirmed_at IS NOT NULL)`;
/** In a statement over `users`: whether the person has a passkey. */
export const hasPasskey = sql<boolean>`EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = ${users.id})`;

/** In a statement over `sessions`: nothing but a password was proven. `debtOf` in lib/auth says the same. */
export const passwordOnly = sql`(${sessions.amr} @> '{pwd}' AND NOT ${sessions.amr} && '{mfa,fed}')`;

/** In a statement over `users` and `sessions`: a sign-in that is half done. */
export const awaitsFactor = sql`(${passwordOnly} AND (${hasTotp} OR ${hasPasskey}))`;

/** Changes of one person's factors take turns, and a sign-in under way is over before or begins after. */
export async function lockUserRow(tx: Executor, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
}

export interface FactorCount {
  totp: boolean;
  passkeys: number;
}

export async function countFactors(db: Executor, userId: string): Promise<FactorCount> {
  const apps = db
    .select({ total: count() })
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
  const keys = db.select({ total: count() }).from(passkeys).where(eq(passkeys.userId, userId));
  const [[app], [key]] = [await apps, await keys];
  return { totp: (app?.total ?? 0) > 0, passkeys: key?.total ?? 0 };
}

export async function findTotp(db: Executor, userId: string): Promise<TotpRow | undefined> {
  const [row] = await db.select().from(totpFactors).where(eq(totpFactors.userId, userId));
  return row;
}

/** The same, held until the transaction ends: of two that show one code at once, one is taken. */
export async function lockTotp(tx: Executor, userId: string): Promise<TotpRow | undefined> {
  const [row] = await tx.select().from(totpFactors).where(eq(totpFactors.userId, userId)).for('update');
  return row;
}

export async function offerTotp(
  tx: Executor,
  userId: string,
  offeredSecret: Uint8Array,
  offeredAt: Date,
): Promise<void> {
  const offer = { offeredSecret, offeredAt };
  await tx
    .insert(totpFactors)
    .values({ userId, ...offer })
    .onConflictDoUpdate({ target: totpFactors.userId, set: offer });
}

export async function updateTotp(
  tx: Executor,
  userId: string,
  change: Partial<Omit<TotpRow, 'userId'>>,
): Promise<void> {
  await tx.update(totpFactors).set(change).where(eq(totpFactors.userId, userId));
}

/** Wrong codes do not count any more: whoever typed them knew a password that is not the person's any more. */
export async function forgiveCodes(tx: Executor, userId: string): Promise<void> {
  await updateTotp(tx, userId, { failures: 0, failedAt: null });
}

/** @returns whether there was a confirmed one */
export async function deleteTotp(tx: Executor, userId: string): Promise<boolean> {
  const [gone] = await tx.delete(totpFactors).where(eq(totpFactors.userId, userId)).returning();
  return gone?.confirmedAt != null;
}

/** Oldest first. */
export const listPasskeys = (db: Executor, userId: string): Promise<PasskeyRow[]> =>
  db
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));

/** Whoever's it is. */
export async function findPasskey(db: Executor, credentialId: string): Promise<PasskeyRow | undefined> {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
  return row;
}

/** @returns false for a credential that somebody has registered already */
export async function insertPasskey(tx: Executor, row: PasskeyRow): Promise<boolean> {
  const made = await tx.insert(passkeys).values(row).onConflictDoNothing().returning({ id: passkeys.id });
  return made.length > 0;
}

const ownPasskey = (userId: string, id: string): SQL | undefined =>
  and(eq(passkeys.userId, userId), eq(passkeys.id, id));

/** @returns what it was, if it was that person's */
export async function deletePasskey(tx: Executor, userId: string, id: string) {
  const [gone] = await tx.delete(passkeys).where(ownPasskey(userId, id)).returning();
  return gone;
}

/** @returns whether there was one of that person */
export async function renamePasskey(
  tx: Executor,
  userId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const found = await tx.update(passkeys).set({ name }).where(ownPasskey(userId, id)).returning();
  return found.length > 0;
}

/**
 * Notes a use. The counter only rises (WebAuthn §7.2): a passkey that counts and falls behind was copied.
 *
 * @returns false for one that has fallen behind, or is gone
 */
export async function notePasskeyUse(
  tx: Executor,
  id: string,
  counter: number,
  lastUsedAt: Date,
): Promise<boolean> {
  const rises = sql`(${passkeys.counter} < ${counter} OR (${passkeys.counter} = 0 AND ${counter} = 0))`;
  const found = await tx
    .update(passkeys)
    .set({ counter, lastUsedAt })
    .where(and(eq(passkeys.id, id), rises))
    .returning();
  return found.length > 0;
}

export async function countRecoveryCodes(db: Executor, userId: string): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return row?.total ?? 0;
}

/** In place of all there were. */
export async function replaceRecoveryCodes(
  tx: Executor,
  userId: string,
  digests: Uint8Array[],
  createdAt: Date,
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  if (digests.length > 0)
    await tx.insert(recoveryCodes).values(digests.map((digest) => ({ digest, userId, createdAt })));
}

/** Uses a code up. Of two uses at once one gets it. @returns whether there was such a code of that person */
export async function takeRecoveryCode(tx: Executor, userId: string, digest: Uint8Array): Promise<boolean> {
  const gone = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.digest, digest)))
    .returning();
  return gone.length > 0;
}

/** Everything a person could prove themselves with beside their password. */
export async function deleteFactors(tx: Executor, userId: string): Promise<void> {
  await tx.delete(totpFactors).where(eq(totpFactors.userId, userId));
  await tx.delete(passkeys).where(eq(passkeys.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}
