import { and, eq } from 'drizzle-orm';
import type { Executor } from './database';
import { tenants, userIdentities, users } from './schema';
import type { UserRow } from './users';

/** Who a provider means by a subject, held until the transaction ends. */
export async function lockIdentity(
  tx: Executor,
  connectionId: string,
  subject: string,
): Promise<UserRow | undefined> {
  const [row] = await tx
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.connectionId, connectionId), eq(userIdentities.subject, subject)))
    .for('update', { of: users });
  return row?.user;
}

/** @param email in lower case */
export async function lockUserByEmail(tx: Executor, email: string): Promise<UserRow | undefined> {
  const [row] = await tx.select().from(users).where(eq(users.email, email)).for('update');
  return row;
}

/** Whether the tenant is active; held so until the transaction ends. */
export async function holdActiveTenant(tx: Executor, tenantId: string): Promise<boolean> {
  const [row] = await tx
    .select({ status: tenants.status })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for('no key update');
  return row?.status === 'active';
}

export async function isLinked(db: Executor, userId: string): Promise<boolean> {
  const rows = await db
    .select({ subject: userIdentities.subject })
    .from(userIdentities)
    .where(eq(userIdentities.userId, userId))
    .limit(1);
  return rows.length > 0;
}

/** The connection somebody is linked to. */
export async function findConnectionOfUser(db: Executor, userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: userIdentities.connectionId })
    .from(userIdentities)
    .where(eq(userIdentities.userId, userId))
    .limit(1);
  return row?.id;
}

export async function insertIdentity(tx: Executor, row: typeof userIdentities.$inferInsert): Promise<void> {
  await tx.insert(userIdentities).values(row);
}

export async function touchIdentity(
  tx: Executor,
  connectionId: string,
  subject: string,
  lastUsedAt: Date,
): Promise<void> {
  await tx
    .update(userIdentities)
    .set({ lastUsedAt })
    .where(and(eq(userIdentities.connectionId, connectionId), eq(userIdentities.subject, subject)));
}

/** @returns whether there was a link */
export async function deleteIdentity(tx: Executor, userId: string): Promise<boolean> {
  const gone = await tx
    .delete(userIdentities)
    .where(eq(userIdentities.userId, userId))
    .returning({ subject: userIdentities.subject });
  return gone.length > 0;
}

/** A one-time password that somebody else made for them is dead once they come by their provider. */
export async function dropOneTimePassword(tx: Executor, userId: string): Promise<void> {
  await tx
    .update(users)
    .set({ passwordHash: null, mustChangePassword: false })
    .where(and(eq(users.id, userId), eq(users.mustChangePassword, true)));
}
