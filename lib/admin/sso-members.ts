import { insertAuditEvent } from '../store/audit';
import { deleteIdentity } from '../store/identities';
import { findMember } from '../store/members';
import { lockTenantRow } from '../store/tenants';
import { changeEvent, type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/**
 * Forgets who somebody is at the provider: whoever comes next with their address is linked to them. For people whom the
 * provider has made anew. Nothing happens to one who is not linked.
 *
 * @throws Refusal 403, 404
 */
export function unlinkMember(principal: Principal, userId: string, services: AdminServices): Promise<void> {
  permit(principal, 'sso:edit');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const now = new Date(services.clock());
    const person = await findMember(tx, principal.tenantId, userId, now);
    if (!person) throw notFound('person');
    if (!(await deleteIdentity(tx, userId))) return;
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.unlinked_from_sso', userId, { user_email: person.email }),
    );
  });
}
