import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { ssoConnections, tenants, users } from './schema';

export type UserRow = typeof users.$inferSelect;

/** Somebody, and what their tenant says of them. */
type FoundUser = UserRow & {
  tenantStatus: 'active' | 'suspended';
  /** Whether they may sign in with what they have here, or only at their tenant's provider. */
  signsInHere: boolean;
};

/** Where single sign-on is a must, owners keep their passwords and passkeys: somebody must get in when it is broken. */
export const signsInHere = sql<boolean>`${users.role} = 'owner' OR NOT EXISTS (
  SELECT FROM ${ssoConnections}
  WHERE ${ssoConnections.tenantId} = ${users.tenantId} AND ${ssoConnections.enabled} AND ${ssoConnections.enforced})`;

/** @param email in lower case */
export async function findUserByEmail(db: Executor, email: string): Promise<FoundUser | undefined> {
  const [row] = await db
    .select({
      ...getTableColumns(users),
      tenantStatus: tenants.status,
      signsInHere,
    })
    .from(users)
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .where(eq(users.email, email))
    .limit(1);
  return row;
}

/** @returns undefined for another tenant's person too */
export async function findUser(db: Executor, tenantId: string, userId: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.id, userId)))
    .limit(1);
  return row;
}

/** Someone who may sign in. */
export async function findActiveUser(db: Executor, userId: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select(getTableColumns(users))
    .from(users)
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, 'active'),
        eq(tenants.status, 'active'),
        sql`(${signsInHere})`,
      ),
    )
    .limit(1);
  return row;
}

export async function insertTenant(db: Executor, row: typeof tenants.$inferInsert): Promise<void> {
  await db.insert(tenants).values(row);
}

export async function insertUser(db: Executor, row: typeof users.$inferInsert): Promise<void> {
  await db.insert(users).values(row);
}

export async function updatePassword(db: Executor, userId: string, passwordHash: string): Promise<void> {
  await db.update(users).set({ passwordHash, mustChangePassword: false }).where(eq(users.id, userId));
}

/** Whether no tenant exists yet: a first start. */
export async function hasNoTenant(db: Executor): Promise<boolean> {
  return (await db.select({ id: tenants.id }).from(tenants).limit(1)).length === 0;
}

/** A person who may sign in, held with their tenant as they are until the transaction ends. @returns undefined for nobody such */
export async function lockPasswordHash(db: Executor, userId: string): Promise<string | null | undefined> {
  const [row] = await db
    .select({ passwordHash: users.passwordHash })
    // The tenant first, as everybody locks them.
    .from(tenants)
    .innerJoin(users, eq(users.tenantId, tenants.id))
    .where(and(eq(users.id, userId), eq(users.status, 'active'), eq(tenants.status, 'active')))
    .for('share');
  return row?.passwordHash;
}
