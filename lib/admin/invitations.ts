import type { z } from 'zod';
import type { Delivery, InvitationView, inviteSchema } from '../contract/members';
import { newId } from '../ids';
import { type DeliveryServices, deliver } from '../mail/delivery';
import { invitationLetter } from '../mail/letters';
import { insertAuditEvent } from '../store/audit';
import {
  type InvitationRow,
  insertInvitation,
  listOpenInvitations,
  lockOpenInvitation,
  updateInvitation,
} from '../store/invitations';
import { lockTenantRow } from '../store/tenants';
import { findUserByEmail } from '../store/users';
import { linkAddress, newLinkToken } from './link';
import { refuseAboveOneself } from './members';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound, Refusal } from './refusal';
import type { AdminServices } from './services';

export interface InvitationServices extends AdminServices, DeliveryServices {}

const DAY_MS = 86_400_000;
/** Days a link works. */
const INVITATION_DAYS = 7;
/** Unanswered invitations of a tenant: more is a mistake, or someone who mails strangers through us. */
const MOST_OPEN = 100;

export interface Invited {
  invitation: InvitationView;
  delivery: Delivery;
}

const view = (row: InvitationRow): InvitationView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  created_at: row.createdAt.toISOString(),
  created_by: row.createdBy,
  expires_at: row.expiresAt.toISOString(),
});

const takenAddress = (words: string) => new Refusal(409, 'conflict', words, { email: words });

export async function readInvitations(
  principal: Principal,
  services: AdminServices,
): Promise<InvitationView[]> {
  permit(principal, 'member:read');
  return (await listOpenInvitations(services.db, principal.tenantId)).map(view);
}

/**
 * Invites an address. Whether it has an account in another tenant is not told: the link itself says so, to whoever
 * reads that mail.
 *
 * @throws Refusal 403; 409 for a member, or an address that is invited already
 */
export async function invite(
  principal: Principal,
  { email, role }: z.output<typeof inviteSchema>,
  services: InvitationServices,
): Promise<Invited> {
  permit(principal, 'member:edit');
  refuseAboveOneself(principal, role);
  const now = new Date(services.clock());
  const { token, digest } = newLinkToken();
  const row: InvitationRow = {
    id: newId('inv'),
    tenantId: principal.tenantId,
    email,
    role,
    digest,
    createdAt: now,
    createdBy: principal.email,
    expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS),
    acceptedAt: null,
    withdrawnAt: null,
  };
  await services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const known = await findUserByEmail(tx, email);
    if (known?.tenantId === principal.tenantId) throw takenAddress(`${email} is a member already.`);
    const open = await listOpenInvitations(tx, principal.tenantId);
    if (open.some((other) => other.email === email))
      throw takenAddress(`${email} is invited already: send that invitation again.`);
    if (open.length >= MOST_OPEN)
      throw conflict(`There are ${MOST_OPEN} unanswered invitations: withdraw some first.`);
    await insertInvitation(tx, row);
    await insertAuditEvent(tx, changeEvent(principal, now, 'member.invited', row.id, { email, role }));
  });
  return { invitation: view(row), delivery: await send(principal, row, token, services) };
}

/** A new link in place of the one that was lost or has expired, which is dead. @throws Refusal 403, 404 */
export async function resendInvitation(
  principal: Principal,
  id: string,
  services: InvitationServices,
): Promise<Invited> {
  permit(principal, 'member:edit');
  const now = new Date(services.clock());
  const { token, digest } = newLinkToken();
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * DAY_MS);
  const row = await services.db.transaction(async (tx) => {
    const found = await lockOpenInvitation(tx, principal.tenantId, id);
    if (!found) throw notFound('invitation');
    refuseAboveOneself(principal, found.role);
    await updateInvitation(tx, id, { digest, expiresAt });
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.invitation_resent', id, { email: found.email }),
    );
    return { ...found, expiresAt };
  });
  return { invitation: view(row), delivery: await send(principal, row, token, services) };
}

/** @throws Refusal 403, 404 */
export async function withdrawInvitation(
  principal: Principal,
  id: string,
  services: AdminServices,
): Promise<InvitationView> {
  permit(principal, 'member:edit');
  const now = new Date(services.clock());
  return services.db.transaction(async (tx) => {
    const found = await lockOpenInvitation(tx, principal.tenantId, id);
    if (!found) throw notFound('invitation');
    refuseAboveOneself(principal, found.role);
    await updateInvitation(tx, id, { withdrawnAt: now });
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'member.invitation_withdrawn', id, { email: found.email }),
    );
    return view(found);
  });
}

function send(principal: Principal, row: InvitationRow, token: string, services: InvitationServices) {
  const link = linkAddress(services.issuer, 'accept-invitation', token);
  const letter = invitationLetter(principal.tenantName, principal.email, link, INVITATION_DAYS);
  return deliver({ to: row.email, ...letter }, link, services);
}
