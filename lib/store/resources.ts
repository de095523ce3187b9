import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { resources, tenants } from './schema';

/** A tenant's resources. The tenant is held as it is until the transaction ends, so that none is taken away meanwhile. */
export async function ownedResources(tx: Executor, tenantId: string): Promise<string[]> {
  await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)).for('share');
  return listResources(tx, tenantId);
}

/** In the order of the alphabet. */
export async function listResources(db: Executor, tenantId: string): Promise<string[]> {
  const rows = await db
    .select({ identifier: resources.identifier })
    .from(resources)
    .where(eq(resources.tenantId, tenantId))
    .orderBy(asc(resources.identifier));
  return rows.map(({ identifier }) => identifier);
}

/** @returns the first one that another tenant has; then nothing must be committed */
export async function insertResources(
  tx: Executor,
  tenantId: string,
  identifiers: string[],
  createdAt: Date,
): Promise<string | undefined> {
  if (identifiers.length === 0) return undefined;
  const taken = await tx
    .insert(resources)
    .values(identifiers.map((identifier) => ({ identifier, tenantId, createdAt })))
    .onConflictDoNothing()
    .returning({ identifier: resources.identifier });
  return identifiers.find((wanted) => !taken.some(({ identifier }) => identifier === wanted));
}

export async function deleteResources(tx: Executor, tenantId: string, identifiers: string[]): Promise<void> {
  await tx
    .delete(resources)
    .where(and(eq(resources.tenantId, tenantId), inArray(resources.identifier, identifiers)));
}

/** The first of these audiences that is another tenant's resource. */
export async function foreignResource(
  tx: Executor,
  tenantId: string,
  audiences: string[],
): Promise<string | undefined> {
  const [row] = await tx
    .select({ identifier: resources.identifier })
    .from(resources)
    .where(
      and(
        inArray(
          sql`rtrim(${resources.identifier}, '/')`,
          audiences.map((audience) => audience.replace(/\/+$/, '')),
        ),
        ne(resources.tenantId, tenantId),
      ),
    )
    .limit(1);
  return row?.identifier;
}
