import { and, eq, getTableColumns, gt, isNull, lt } from 'drizzle-orm';
import type { Executor } from './database';
import { passwordResets, tenants, users } from './schema';

/** A new link. The earlier ones go on: else whoever knows an address could kill its owner's links by asking again. */
export async function insertPasswordReset(
  tx: Executor,
  row: typeof passwordResets.$inferInsert,
): Promise<void> {
  await tx.insert(passwordResets).values(row);
}

/** How many links of a person work. The person is locked, so that askers at once count one after another. */
export async function countPasswordResets(tx: Executor, userId: string, now: Date): Promise<number> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
  return tx.$count(
    passwordResets,
    and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, now)),
  );
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

/** Ends every link of that person. */
export async function usePasswordResets(tx: Executor, userId: string, now: Date): Promise<void> {
  await tx.update(passwordResets).set({ usedAt: now }).where(eq(passwordResets.userId, userId));
}

export async function prunePasswordResets(db: Executor, now: Date): Promise<void> {
  await db.delete(passwordResets).where(lt(passwordResets.expiresAt, now));
}
