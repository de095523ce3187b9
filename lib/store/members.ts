import { and, asc, count, eq, gt, not, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import { type Executor, markAt } from './database';
import { awaitsFactor, hasPasskey, hasTotp } from './factors';
import { sessions, userIdentities, users } from './schema';

/** A person of a tenant, with how many sessions of theirs are live. */
export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number];

/** Oldest first. @param now sessions count that are live then */
export const listMembers = (db: Executor, tenantId: string, now: Date) =>
  selectMembers(db, eq(users.tenantId, tenantId), now);

/** @returns undefined for another tenant's person too */
export async function findMember(
  db: Executor,
  tenantId: string,
  userId: string,
  now: Date,
): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(db, and(eq(users.tenantId, tenantId), eq(users.id, userId)), now);
  return row;
}

const selectMembers = (db: Executor, which: SQL | undefined, now: Date) =>
  db
    .select({
      id: users.id,
      email: users.email,
      role: users.role,
      status: users.status,
      createdAt: users.createdAt,
      tokensNotBefore: users.tokensNotBefore,
      hasTotp,
      hasPasskey,
      sessions: count(sessions.idHash),
      linkedToSso: sql<boolean>`EXISTS (SELECT FROM ${userIdentities} WHERE ${userIdentities.userId} = ${users.id})`,
    })
    .from(users)
    .leftJoin(
      sessions,
      and(
        eq(sessions.userId, users.id),
        gt(sessions.expiresAt, now),
        gt(sessions.endsAt, now),
        not(awaitsFactor),
      ),
    )
    .where(which)
    .groupBy(users.id)
    .orderBy(asc(users.createdAt), asc(users.id));

/**
 * Ends a person's tokens, and their sessions if wished. The row first: a sign-in under way holds it, and its session goes
 * as well.
 *
 * @returns the mark
 */
export async function endMemberTokens(
  tx: Executor,
  userId: string,
  clock: Clock,
  sessionsToo: boolean,
): Promise<Date | null> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  const [row] = await tx
    .update(users)
    .set({ tokensNotBefore: markAt(users.tokensNotBefore, new Date(clock())) })
    .where(eq(users.id, userId))
    .returning({ mark: users.tokensNotBefore });
  if (sessionsToo) await tx.delete(sessions).where(eq(sessions.userId, userId));
  return row?.mark ?? null;
}

export async function updateMember(
  tx: Executor,
  userId: string,
  change: Pick<MemberRow, 'role' | 'status'>,
): Promise<void> {
  await tx.update(users).set(change).where(eq(users.id, userId));
}
