import { and, eq, getTableColumns, gt, isNull, lt } from 'drizzle-orm';
import type { Executor } from './database';
import { passwordResets, tenants, users } from './schema';

/** A new link; the earlier ones of that person are dead. */
export async function insertPasswordReset(
  tx: Executor,
  row: typeof passwordResets.$inferInsert,
): Promise<void> {
  await tx.delete(passwordResets).where(eq(passwordResets.userId, row.userId));
  await tx.insert(passwordResets).values(row);
}

/** Whose link this is, if it still works; locked, so that of two uses one wins. */
export async function lockPasswordReset(tx: Executor, digest: Uint8Array, now: Date) {
  const [row] = await tx
    .select({ ...getTableColumns(users), tenantStatus: tenants.status, tenantName: tenants.name })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .where(
      and(
        eq(passwordResets.digest, digest),
        isNull(passwordResets.usedAt),
        gt(passwordResets.expiresAt, now),
      ),
    )
    .for('update', { of: passwordResets });
  return row;
}

export async function usePasswordReset(tx: Executor, digest: Uint8Array, now: Date): Promise<void> {
  await tx.update(passwordResets).set({ usedAt: now }).where(eq(passwordResets.digest, digest));
}

export async function prunePasswordResets(db: Executor, now: Date): Promise<void> {
  await db.delete(passwordResets).where(lt(passwordResets.expiresAt, now));
}
