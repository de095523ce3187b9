import type { z } from 'zod';
import type { changeMemberSchema, Delivery, MemberView } from '../contract/members';
import { may, type Role } from '../contract/roles';
import { type DeliveryServices, deliver } from '../mail/delivery';
import { resetLetter } from '../mail/letters';
import { insertAuditEvent } from '../store/audit';
import { markedAt } from '../store/database';
import {
  endMemberTokens as endTokens,
  findMember,
  listMembers,
  type MemberRow,
  updateMember,
} from '../store/members';
import { insertPasswordReset } from '../store/password-resets';
import { lockTenantRow } from '../store/tenants';
import { findUserByEmail } from '../store/users';
import { linkAddress, newLinkToken } from './link';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound, Refusal } from './refusal';
import type { AdminServices } from './services';

/** The people of one's tenant, oldest first. */
export async function readMembers(principal: Principal, services: AdminServices): Promise<MemberView[]> {
  permit(principal, 'member:read');
  const rows = await listMembers(services.db, principal.tenantId, new Date(services.clock()));
  return rows.map((row) => ({
    ...memberView(row),
    ...(may(principal.role, 'member:edit') ? {} : { second_factors: null }),
  }));
}

export const memberView = (row: MemberRow): MemberView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  status: row.status,
  created_at: row.createdAt.toISOString(),
  sessions: row.sessions,
  single_sign_on: row.linkedToSso,
  tokens_not_before: markedAt(row.tokensNotBefore)?.toISOString() ?? null,
  second_factors: [
    ...(row.hasTotp ? (['totp'] as const) : []),
    ...(row.hasPasskey ? (['passkey'] as const) : []),
  ],
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
    if (!oneself) refuseAboveOneself(principal, before.role);
    const tokensNotBefore = await endTokens(tx, userId, services.clock, true);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'user.tokens_ended', userId, {
        user_email: before.email,
        sessions: before.sessions,
      }),
    );
    return memberView({ ...before, sessions: 0, tokensNotBefore });
  });
}

/** An admin makes, changes and resets no owner. @throws Refusal 403 */
export function refuseAboveOneself(principal: Principal, role: Role): void {
  if (role === 'owner' && principal.role !== 'owner')
    throw new Refusal(403, 'forbidden', 'Only an owner may do this to an owner.');
}

/**
 * Changes a person's role, or disables or enables them. A disabled person is signed out everywhere, and their tokens end.
 *
 * @throws Refusal 403 for an admin with an owner; 404; 409 for the last owner, and for disabling oneself
 */
export function changeMember(
  principal: Principal,
  userId: string,
  { role, status }: z.output<typeof changeMemberSchema>,
  services: AdminServices,
): Promise<MemberView> {
  permit(principal, 'member:edit');
  const now = new Date(services.clock());
  return services.db.transaction(async (tx) => {
    // One change of a tenant's people at a time: two owners must not remove each other at once.
    await lockTenantRow(tx, principal.tenantId);
    const before = await findMember(tx, principal.tenantId, userId, now);
    if (!before) throw notFound('person');
    refuseAboveOneself(principal, before.role);
    if (role) refuseAboveOneself(principal, role);
    if (userId === principal.userId && status === 'disabled')
      throw conflict('Nobody disables themselves: ask another owner or admin.');

    const after = { role: role ?? before.role, status: status ?? before.status };
    if (after.role === before.role && after.status === before.status) return memberView(before);
    const owns = (person: Pick<MemberRow, 'role' | 'status'>) =>
      person.role === 'owner' && person.status === 'active';
    if (owns(before) && !owns(after)) {
      const people = await listMembers(tx, principal.tenantId, now);
      if (!people.some((person) => person.id !== userId && owns(person)))
        throw conflict('This is the last owner: make somebody else an owner first.');
    }
    await updateMember(tx, userId, after);
    const ended = before.status === 'active' && after.status === 'disabled';
    // A role is in every token: those with the old one end, and the portal reads the new one at the next request.
    if (ended || after.role !== before.role) await endTokens(tx, userId, services.clock, ended);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.changed', userId, {
        user_email: before.email,
        before: { role: before.role, status: before.status },
        after,
      }),
    );
    const member = await findMember(tx, principal.tenantId, userId, now);
    return memberView(member ?? before);
  });
}

const MINUTE_MS = 60_000;
/** Minutes a link to a new password works. */
export const RESET_MINUTES = 60;

/**
 * Mails a person a link to a new password. The old one goes on until the link is used.
 *
 * @throws Refusal 403 for an admin with an owner; 404
 */
export async function resetMemberPassword(
  principal: Principal,
  userId: string,
  services: AdminServices & DeliveryServices,
): Promise<Delivery> {
  permit(principal, 'member:edit');
  const now = new Date(services.clock());
  const { token, digest } = newLinkToken();
  const email = await services.db.transaction(async (tx) => {
    const person = await findMember(tx, principal.tenantId, userId, now);
    if (!person) throw notFound('person');
    refuseAboveOneself(principal, person.role);
    if (person.status !== 'active') throw conflict('This account is disabled: enable it first.');
    if (!(await findUserByEmail(tx, person.email))?.signsInHere)
      throw conflict('Single sign-on is required here: a password would be of no use to them.');
    await insertPasswordReset(tx, {
      digest,
      userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_MINUTES * MINUTE_MS),
    });
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.password_reset_sent', userId, { user_email: person.email }),
    );
    return person.email;
  });
  const link = linkAddress(services.issuer, 'reset-password', token);
  return deliver({ to: email, ...resetLetter(link, RESET_MINUTES) }, link, services);
}
