import { and, arrayOverlaps, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { type Executor, markAt } from './database';
import { clients, sessions, tenants, users } from './schema';

export type TenantRow = typeof tenants.$inferSelect;

export async function findTenantRow(db: Executor, tenantId: string): Promise<TenantRow | undefined> {
  const [row] = await db.select().from(tenants).where(eq(tenants.id, tenantId)).limit(1);
  return row;
}

/** The same, locked until the transaction ends: changes of its clients that depend on its policy wait. */
export async function lockTenantRow(tx: Executor, tenantId: string): Promise<TenantRow | undefined> {
  const [row] = await tx.select().from(tenants).where(eq(tenants.id, tenantId)).for('no key update');
  return row;
}

export async function updateTenantRow(
  tx: Executor,
  tenantId: string,
  { tokensNotBefore, ...change }: Partial<Omit<TenantRow, 'id' | 'createdAt'>>,
): Promise<void> {
  const mark = tokensNotBefore && { tokensNotBefore: markAt(tenants.tokensNotBefore, tokensNotBefore) };
  await tx
    .update(tenants)
    .set({ ...change, ...mark })
    .where(eq(tenants.id, tenantId));
}

/** Names of the tenant's clients that list one of these resources. */
export async function clientsWithResources(
  tx: Executor,
  tenantId: string,
  identifiers: string[],
): Promise<string[]> {
  const rows = await tx
    .select({ name: clients.name })
    .from(clients)
    .where(and(eq(clients.tenantId, tenantId), arrayOverlaps(clients.resources, identifiers)))
    .orderBy(asc(clients.name));
  return rows.map(({ name }) => name);
}

/** Signs everybody of a tenant out. */
export async function deleteTenantSessions(tx: Executor, tenantId: string): Promise<void> {
  const people = tx.select({ id: users.id }).from(users).where(eq(users.tenantId, tenantId));
  await tx.delete(sessions).where(inArray(sessions.userId, people));
}

/** All tenants, oldest first, with how many people and clients each has. */
export function listTenants(db: Executor) {
  return db
    .select({
      ...getTableColumns(tenants),
      people: sql<number>`(SELECT count(*)::integer FROM users WHERE users.tenant_id = tenants.id)`,
      clients: sql<number>`(SELECT count(*)::integer FROM clients WHERE clients.tenant_id = tenants.id)`,
    })
    .from(tenants)
    .orderBy(asc(tenants.createdAt), asc(tenants.id));
}
