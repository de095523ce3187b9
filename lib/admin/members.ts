import type { MemberView } from '../contract/portal';
import { insertAuditEvent } from '../store/audit';
import {
  endMemberTokens as endTokensAndSessions,
  findMember,
  listMembers,
  type MemberRow,
} from '../store/members';
import { changeEvent, type Principal, permit } from './principal';
import { notFound, Refusal } from './refusal';
import type { AdminServices } from './services';

/** The people of one's tenant, oldest first. */
export async function readMembers(principal: Principal, services: AdminServices): Promise<MemberView[]> {
  permit(principal, 'member:read');
  const rows = await listMembers(services.db, principal.tenantId, new Date(services.clock()));
  return rows.map(memberView);
}

const memberView = (row: MemberRow): MemberView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  status: row.status,
  created_at: row.createdAt.toISOString(),
  sessions: row.sessions,
  tokens_not_before: row.tokensNotBefore?.toISOString() ?? null,
});

/**
 * Signs a person out everywhere and ends every token they were issued. Everybody may do it to themselves, which ends
 * the session it is done from as well.
 *
 * @throws Refusal 403 for an admin with an owner; 404
 */
export function endMemberTokens(
  principal: Principal,
  userId: string,
  services: AdminServices,
): Promise<MemberView> {
  const oneself = userId === principal.userId;
  if (!oneself) permit(principal, 'member:edit');
  const now = new Date(services.clock());
  return services.db.transaction(async (tx) => {
    const before = await findMember(tx, principal.tenantId, userId, now);
    if (!before) throw notFound('person');
    if (!oneself && before.role === 'owner' && principal.role !== 'owner')
      throw new Refusal(403, 'forbidden', 'Only an owner may do this to an owner.');
    await endTokensAndSessions(tx, userId, now);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'user.tokens_ended', userId, {
        user_email: before.email,
        sessions: before.sessions,
      }),
    );
    return memberView({ ...before, sessions: 0, tokensNotBefore: now });
  });
}
