import { and, asc, eq, isNull, lt } from 'drizzle-orm';
import type { Executor } from './database';
import { invitations, tenants } from './schema';

export type InvitationRow = typeof invitations.$inferSelect;

const open = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt));

export async function insertInvitation(db: Executor, row: typeof invitations.$inferInsert): Promise<void> {
  await db.insert(invitations).values(row);
}

/** Those nobody has answered yet, expired ones too: they can be sent again. */
export const listOpenInvitations = (db: Executor, tenantId: string): Promise<InvitationRow[]> =>
  db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tenantId, tenantId), open))
    .orderBy(asc(invitations.createdAt), asc(invitations.id));

/** Locked until the transaction ends. @returns undefined for another tenant's too */
export async function lockOpenInvitation(
  tx: Executor,
  tenantId: string,
  id: string,
): Promise<InvitationRow | undefined> {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.tenantId, tenantId), eq(invitations.id, id), open))
    .for('update');
  return row;
}

/** By what the link carries, with the tenant it is for; locked, so that of two acceptances one wins. */
export async function lockInvitationByDigest(tx: Executor, digest: Uint8Array) {
  const [row] = await tx
    .select({ invitation: invitations, tenantName: tenants.name, tenantStatus: tenants.status })
    .from(invitations)
    .innerJoin(tenants, eq(tenants.id, invitations.tenantId))
    .where(and(eq(invitations.digest, digest), open))
    .for('update', { of: invitations });
  return row;
}

export async function updateInvitation(
  tx: Executor,
  id: string,
  change: Partial<Pick<InvitationRow, 'digest' | 'expiresAt' | 'acceptedAt' | 'withdrawnAt'>>,
): Promise<void> {
  await tx.update(invitations).set(change).where(eq(invitations.id, id));
}

/** What has long been answered or has long expired. */
export async function pruneInvitations(db: Executor, before: Date): Promise<void> {
  await db.delete(invitations).where(lt(invitations.expiresAt, before));
}
