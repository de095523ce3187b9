import { and, asc, count, eq, isNotNull } from 'drizzle-orm';
import type { Executor } from './database';
import { domains } from './schema';

export type DomainRow = typeof domains.$inferSelect;

export const listDomains = (db: Executor, tenantId: string): Promise<DomainRow[]> =>
  db.select().from(domains).where(eq(domains.tenantId, tenantId)).orderBy(asc(domains.domain));

/** @returns undefined for another tenant's domain too */
export async function findDomain(db: Executor, tenantId: string, id: string): Promise<DomainRow | undefined> {
  const [row] = await db
    .select()
    .from(domains)
    .where(and(eq(domains.tenantId, tenantId), eq(domains.id, id)))
    .limit(1);
  return row;
}

/** Whether a tenant has proven a domain. */
export async function isDomainVerified(db: Executor, tenantId: string, domain: string): Promise<boolean> {
  const rows = await db
    .select({ id: domains.id })
    .from(domains)
    .where(and(eq(domains.tenantId, tenantId), eq(domains.domain, domain), isNotNull(domains.verifiedAt)))
    .limit(1);
  return rows.length > 0;
}

export async function countDomains(db: Executor, tenantId: string): Promise<number> {
  const [row] = await db.select({ all: count() }).from(domains).where(eq(domains.tenantId, tenantId));
  return row?.all ?? 0;
}

export async function insertDomain(tx: Executor, row: DomainRow): Promise<void> {
  await tx.insert(domains).values(row);
}

/** @throws of the unique index where another tenant has proven it */
export async function markVerified(tx: Executor, id: string, at: Date): Promise<void> {
  await tx.update(domains).set({ verifiedAt: at }).where(eq(domains.id, id));
}

export async function deleteDomain(tx: Executor, id: string): Promise<void> {
  await tx.delete(domains).where(eq(domains.id, id));
}
