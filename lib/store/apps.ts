import { and, asc, count, desc, eq, gt, type SQL } from 'drizzle-orm';
import type { Executor } from './database';
import { apps, sessions } from './schema';

/** An app of a tenant, with how many people's sessions there are live. */
export type AppRow = Awaited<ReturnType<typeof listApps>>[number];

/** Newest first. @param now sessions count that are live then */
export const listApps = (db: Executor, tenantId: string, now: Date) =>
  selectApps(db, eq(apps.tenantId, tenantId), now);

/** @returns undefined for another tenant's app too */
export async function findAppRow(
  db: Executor,
  tenantId: string,
  appId: string,
  now: Date,
): Promise<AppRow | undefined> {
  const [row] = await selectApps(db, and(eq(apps.tenantId, tenantId), eq(apps.id, appId)), now);
  return row;
}

const selectApps = (db: Executor, which: SQL | undefined, now: Date) =>
  db
    .select({
      id: apps.id,
      name: apps.name,
      redirectUris: apps.redirectUris,
      postLogoutRedirectUris: apps.postLogoutRedirectUris,
      mcpAccess: apps.mcpAccess,
      status: apps.status,
      createdAt: apps.createdAt,
      createdBy: apps.createdBy,
      updatedAt: apps.updatedAt,
      sessions: count(sessions.idHash),
    })
    .from(apps)
    .leftJoin(
      sessions,
      and(eq(sessions.appId, apps.id), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)),
    )
    .where(which)
    .groupBy(apps.id)
    .orderBy(desc(apps.createdAt), asc(apps.id));

/** Locked until the transaction ends: two people who change one app take turns, and nobody signs in meanwhile. */
export async function lockApp(tx: Executor, tenantId: string, appId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: apps.id })
    .from(apps)
    .where(and(eq(apps.tenantId, tenantId), eq(apps.id, appId)))
    .for('update');
  return rows.length > 0;
}

export async function countApps(db: Executor, tenantId: string): Promise<number> {
  const [row] = await db.select({ apps: count() }).from(apps).where(eq(apps.tenantId, tenantId));
  return row?.apps ?? 0;
}

export async function insertApp(tx: Executor, row: typeof apps.$inferInsert): Promise<void> {
  await tx.insert(apps).values(row);
}

export async function updateApp(
  tx: Executor,
  appId: string,
  change: Partial<Omit<typeof apps.$inferInsert, 'id' | 'tenantId'>>,
): Promise<void> {
  await tx.update(apps).set(change).where(eq(apps.id, appId));
}

/** With its sessions and codes. */
export async function deleteApp(tx: Executor, appId: string): Promise<void> {
  await tx.delete(apps).where(eq(apps.id, appId));
}
