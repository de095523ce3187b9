import { and, count, eq, getTableColumns, isNotNull } from 'drizzle-orm';
import type { SsoTest } from '../contract/sso';
import type { Executor } from './database';
import { domains, ssoAttempts, ssoConnections, tenants, userIdentities } from './schema';

export type SsoConnectionRow = typeof ssoConnections.$inferSelect;

export async function findTenantConnection(
  db: Executor,
  tenantId: string,
): Promise<SsoConnectionRow | undefined> {
  const [row] = await db.select().from(ssoConnections).where(eq(ssoConnections.tenantId, tenantId)).limit(1);
  return row;
}

/** A connection of a tenant that is not suspended. */
export type LiveConnection = NonNullable<Awaited<ReturnType<typeof findLiveConnection>>>;

export async function findLiveConnection(db: Executor, id: string) {
  const [row] = await db
    .select({ ...getTableColumns(ssoConnections), tenantName: tenants.name })
    .from(ssoConnections)
    .innerJoin(tenants, eq(tenants.id, ssoConnections.tenantId))
    .where(and(eq(ssoConnections.id, id), eq(tenants.status, 'active')))
    .limit(1);
  return row;
}

/** The connection that people of a domain sign in by: of the tenant that has proven it, and switched on. */
export async function findConnectionOfDomain(db: Executor, domain: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: ssoConnections.id })
    .from(domains)
    .innerJoin(ssoConnections, eq(ssoConnections.tenantId, domains.tenantId))
    .innerJoin(tenants, eq(tenants.id, domains.tenantId))
    .where(
      and(
        eq(domains.domain, domain),
        isNotNull(domains.verifiedAt),
        eq(ssoConnections.enabled, true),
        eq(tenants.status, 'active'),
      ),
    )
    .limit(1);
  return row?.id;
}

export async function saveConnection(tx: Executor, row: typeof ssoConnections.$inferInsert): Promise<void> {
  const { id, tenantId, createdAt, ...change } = row;
  await tx
    .insert(ssoConnections)
    .values({ id, tenantId, createdAt, ...change })
    .onConflictDoUpdate({ target: ssoConnections.id, set: change });
}

/** Another issuer may name somebody else by the same subject: whom the old one named is forgotten, and who is on the way. */
export async function forgetIdentities(tx: Executor, connectionId: string): Promise<void> {
  await tx.delete(userIdentities).where(eq(userIdentities.connectionId, connectionId));
}

export async function forgetAttempts(tx: Executor, connectionId: string): Promise<void> {
  await tx.delete(ssoAttempts).where(eq(ssoAttempts.connectionId, connectionId));
}

export async function deleteConnection(tx: Executor, id: string): Promise<void> {
  await tx.delete(ssoConnections).where(eq(ssoConnections.id, id));
}

export async function updateLastTest(tx: Executor, id: string, lastTest: SsoTest): Promise<void> {
  await tx.update(ssoConnections).set({ lastTest }).where(eq(ssoConnections.id, id));
}

export async function countIdentities(db: Executor, connectionId: string): Promise<number> {
  const [row] = await db
    .select({ people: count() })
    .from(userIdentities)
    .where(eq(userIdentities.connectionId, connectionId));
  return row?.people ?? 0;
}
