import { and, desc, eq, gt, isNotNull, lt, ne, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { hasPasskey, hasTotp } from './factors';
import { sessions, tenants, users } from './schema';

export async function insertSession(db: Executor, row: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(row);
}

/** A session that still counts at `now`, of an active person in an active tenant. */
export async function findLiveSession(db: Executor, idHash: Uint8Array, now: Date) {
  const [row] = await db
    .select({
      sid: sessions.sid,
      userId: users.id,
      tokensNotBefore: users.tokensNotBefore,
      tenantTokensNotBefore: tenants.tokensNotBefore,
      email: users.email,
      role: users.role,
      mustChangePassword: users.mustChangePassword,
      hasPassword: sql<boolean>`${isNotNull(users.passwordHash)}`,
      hasTotp,
      hasPasskey,
      factorRequired: tenants.secondFactorRequired,
      tenantId: tenants.id,
      tenantName: tenants.name,
      expiresAt: sessions.expiresAt,
      endsAt: sessions.endsAt,
      authenticatedAt: sessions.authenticatedAt,
      amr: sessions.amr,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .where(
      and(
        eq(sessions.idHash, idHash),
        gt(sessions.expiresAt, now),
        gt(sessions.endsAt, now),
        eq(users.status, 'active'),
        eq(tenants.status, 'active'),
      ),
    )
    .limit(1);
  return row;
}

export async function moveSessionExpiry(db: Executor, idHash: Uint8Array, expiresAt: Date): Promise<void> {
  await db.update(sessions).set({ expiresAt }).where(eq(sessions.idHash, idHash));
}

/** The same session under another cookie, proven anew. @returns whether it was still there */
export async function replaceSession(
  tx: Executor,
  idHash: Uint8Array,
  change: Pick<typeof sessions.$inferInsert, 'idHash' | 'expiresAt' | 'endsAt' | 'authenticatedAt' | 'amr'>,
): Promise<boolean> {
  const moved = await tx
    .update(sessions)
    .set(change)
    .where(eq(sessions.idHash, idHash))
    .returning({ sid: sessions.sid });
  return moved.length > 0;
}

/** @returns whose session it was */
export async function deleteSession(db: Executor, idHash: Uint8Array): Promise<string | undefined> {
  const [row] = await db
    .delete(sessions)
    .where(eq(sessions.idHash, idHash))
    .returning({ userId: sessions.userId });
  return row?.userId;
}

export async function deleteOtherSessions(
  db: Executor,
  userId: string,
  keptIdHash: Uint8Array,
): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.idHash, keptIdHash)));
}

export async function deleteUserSessions(db: Executor, userId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.userId, userId));
}

/** A person's live sessions, newest first. */
export const listUserSessions = (db: Executor, userId: string, now: Date) =>
  db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.createdAt));

/** @returns whether there was one of that person */
export async function deleteUserSession(db: Executor, userId: string, sid: string): Promise<boolean> {
  const gone = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.sid, sid)))
    .returning({ sid: sessions.sid });
  return gone.length > 0;
}

export async function pruneSessions(db: Executor, now: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
}
