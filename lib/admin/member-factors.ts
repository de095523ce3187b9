import type { MemberView } from '../contract/members';
import type { DeliveryServices } from '../mail/delivery';
import { notify } from '../mail/notice';
import { insertAuditEvent } from '../store/audit';
import { deleteFactors, lockUserRow } from '../store/factors';
import { endMemberTokens, findMember } from '../store/members';
import { memberView, refuseAboveOneself } from './members';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound } from './refusal';
import type { AdminServices } from './services';

/**
 * Takes every second factor of a person away, who has lost them, and signs them out everywhere. Until they set one up
 * again their password is enough, so they are told by mail: whoever did not ask for it learns of it.
 *
 * @throws Refusal 403 for an admin with an owner; 404; 409 for oneself
 */
export async function resetMemberFactors(
  principal: Principal,
  userId: string,
  services: AdminServices & DeliveryServices,
): Promise<MemberView> {
  permit(principal, 'member:edit');
  const now = new Date(services.clock());
  const member = await services.db.transaction(async (tx) => {
    const before = await findMember(tx, principal.tenantId, userId, now);
    if (!before) throw notFound('person');
    refuseAboveOneself(principal, before.role);
    if (userId === principal.userId) throw conflict('Your own are under Account security.');
    await lockUserRow(tx, userId);
    await deleteFactors(tx, userId);
    const tokensNotBefore = await endMemberTokens(tx, userId, services.clock, true);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.factors_reset', userId, {
        user_email: before.email,
        totp: before.hasTotp,
        passkey: before.hasPasskey,
      }),
    );
    return { ...before, sessions: 0, tokensNotBefore, hasTotp: false, hasPasskey: false };
  });
  const what = `${principal.email} took your second factors away, and you were signed out. Sign in to set one up again.`;
  notify(member.email, what, principal.origin, services);
  return memberView(member);
}
