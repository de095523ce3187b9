import {
  and,
  arrayContains,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  not,
  or,
  sql,
} from 'drizzle-orm';
import type { Executor } from './database';
import { awaitsFactor, hasPasskey, hasTotp, passwordOnly } from './factors';
import { apps, sessions, tenants, users } from './schema';
import { signsInHere } from './users';

export async function insertSession(db: Executor, row: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(row);
}

/**
 * A person's newest sessions at the portal stay, the older ones go. Sign-ins that are half done are counted by
 * themselves: whoever has only the password must not push the owner out.
 */
export async function deleteOldestSessions(
  tx: Executor,
  userId: string,
  kept: number,
  halfDone: boolean,
): Promise<void> {
  const older = tx
    .select({ sid: sessions.sid })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(eq(sessions.userId, userId), isNull(sessions.appId), halfDone ? awaitsFactor : not(awaitsFactor)),
    )
    .orderBy(desc(sessions.createdAt))
    .offset(kept);
  const gone = await tx.delete(sessions).where(inArray(sessions.sid, older)).returning({ sid: sessions.sid });
  for (const { sid } of gone) await deleteChildren(tx, userId, sid);
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
      /** One that is of use to them. */
      hasPassword: sql<boolean>`${users.passwordHash} IS NOT NULL AND (${signsInHere})`,
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
        // A session at an app is no session here, whatever its hash.
        isNull(sessions.appId),
        gt(sessions.expiresAt, now),
        gt(sessions.endsAt, now),
        eq(users.status, 'active'),
        eq(tenants.status, 'active'),
      ),
    )
    .limit(1);
  return row;
}

/**
 * When the person of a session at an app last proved who they are: at the sign-in it came from, or since then in the portal
 * session it came from. Undefined for a session that has ended.
 */
export async function lastProofOf(db: Executor, userId: string, sid: string): Promise<Date | undefined> {
  const parent = db
    .select({ sid: sessions.parentSid })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.sid, sid)));
  const [row] = await db
    .select({ at: sessions.authenticatedAt })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), or(eq(sessions.sid, sid), inArray(sessions.sid, parent))))
    .orderBy(desc(sessions.authenticatedAt))
    .limit(1);
  return row?.at;
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

/** With the sessions at apps that came from it. @returns whose session it was */
export const deleteSession = (db: Executor, idHash: Uint8Array): Promise<string | undefined> =>
  db.transaction(async (tx) => {
    const [row] = await tx
      .delete(sessions)
      .where(eq(sessions.idHash, idHash))
      .returning({ userId: sessions.userId, sid: sessions.sid });
    if (row) await deleteChildren(tx, row.userId, row.sid);
    return row?.userId;
  });

/** A statement of its own: one that was made while the parent's row was held is seen only by the next one. */
async function deleteChildren(tx: Executor, userId: string, parentSid: string): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.parentSid, parentSid)));
}

export async function moveAppSessions(
  tx: Executor,
  userId: string,
  fromSid: string,
  toSid: string,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ parentSid: toSid })
    .where(and(eq(sessions.userId, userId), eq(sessions.parentSid, fromSid)));
}

export async function deleteOtherSessions(
  db: Executor,
  userId: string,
  keptIdHash: Uint8Array,
): Promise<void> {
  // A sign-in under way, here or at an app, holds the person: its session is seen below.
  await db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.idHash, keptIdHash)));
}

export async function deleteUserSessions(db: Executor, userId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.userId, userId));
}

/** A person's live sessions, newest first, with the app of those that are at one. */
export const listUserSessions = (db: Executor, userId: string, now: Date) =>
  db
    .select({ ...getTableColumns(sessions), appName: apps.name })
    .from(sessions)
    .leftJoin(apps, eq(apps.id, sessions.appId))
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.createdAt));

/** With the sessions at apps that came from it. @returns whether there was any of that person */
export async function deleteSessionBySid(tx: Executor, userId: string, sid: string): Promise<boolean> {
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.sid, sid)))
    .returning({ sid: sessions.sid });
  await deleteChildren(tx, userId, sid);
  return gone.length > 0;
}

/** Signs out whoever came by less than a tenant asks for from now on, at its apps; the portal asks them itself. */
export async function deleteSingleFactorAppSessions(tx: Executor, tenantId: string): Promise<void> {
  const people = tx.select({ id: users.id }).from(users).where(eq(users.tenantId, tenantId));
  await tx
    .delete(sessions)
    .where(and(isNotNull(sessions.appId), inArray(sessions.userId, people), passwordOnly));
}

/** Signs out everybody but owners who did not come by the tenant's provider. */
export async function deleteLocalSessions(tx: Executor, tenantId: string): Promise<void> {
  const people = tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), ne(users.role, 'owner')));
  await tx
    .delete(sessions)
    .where(and(inArray(sessions.userId, people), not(arrayContains(sessions.amr, ['fed']))));
}

/** Signs a tenant's people out of its apps; the portal keeps them. */
export async function deleteTenantAppSessions(tx: Executor, tenantId: string): Promise<void> {
  const appsOfTenant = tx.select({ id: apps.id }).from(apps).where(eq(apps.tenantId, tenantId));
  await tx.delete(sessions).where(inArray(sessions.appId, appsOfTenant));
}

export async function pruneSessions(db: Executor, now: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
}
