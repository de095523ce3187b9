import { atField, notFound, Refusal } from '../admin/refusal';
import { passwordProblem } from '../contract/password-strength';
import { isTaken } from '../faults';
import { digestOf, newId } from '../ids';
import type { Origin } from '../oauth/ports';
import { insertAuditEvent } from '../store/audit';
import type { Database, Executor } from '../store/database';
import { lockInvitationByDigest, updateInvitation } from '../store/invitations';
import { findUserByEmail, insertUser } from '../store/users';
import { hashPassword } from './password';
import { personEvent } from './person-event';

interface InvitedServices {
  db: Database;
  clock: () => number;
}

const gone = () => notFound('invitation, or it was used, withdrawn or is too old: ask for another one');

const taken = () =>
  new Refusal(
    409,
    'conflict',
    'This address already has an account: sign in, or ask to be invited by another address.',
  );

async function openInvitation(tx: Executor, token: string, now: Date) {
  const found = await lockInvitationByDigest(tx, digestOf(token));
  if (found?.tenantStatus !== 'active' || found.invitation.expiresAt <= now) throw gone();
  return found;
}

/**
 * What a link offers, to whoever holds it.
 *
 * @throws Refusal 404, one answer for every dead link; 409 for an address that has an account
 */
export async function readInvitation(token: string, { db, clock }: InvitedServices) {
  return db.transaction(async (tx) => {
    const { invitation, tenantName } = await openInvitation(tx, token, new Date(clock()));
    // Before a password is chosen for nothing; whoever holds the link reads that mailbox.
    if (await findUserByEmail(tx, invitation.email)) throw taken();
    return {
      tenant_name: tenantName,
      email: invitation.email,
      role: invitation.role,
      expires_at: invitation.expiresAt.toISOString(),
    };
  });
}

/**
 * Makes the invited person. Of two acceptances at once one wins; the other finds the link used.
 *
 * @throws Refusal 400 at the password; 404; 409 for an address that has an account
 */
export async function acceptInvitation(
  token: string,
  password: string,
  origin: Origin,
  { db, clock }: InvitedServices,
): Promise<{ email: string }> {
  const now = new Date(clock());
  const offered = await readInvitation(token, { db, clock });
  const problem = await passwordProblem(password, [offered.email, offered.tenant_name]);
  if (problem) throw atField('password', problem);
  // Before the lock: hashing takes its time on purpose.
  const passwordHash = await hashPassword(password);
  try {
    return await db.transaction(async (tx) => {
      const { invitation } = await openInvitation(tx, token, now);
      const { email, role, tenantId } = invitation;
      if (await findUserByEmail(tx, email)) throw taken();
      const id = newId('usr');
      await insertUser(tx, {
        id,
        tenantId,
        email,
        passwordHash,
        mustChangePassword: false,
        role,
        createdAt: now,
      });
      await updateInvitation(tx, invitation.id, { acceptedAt: now });
      await insertAuditEvent(
        tx,
        personEvent(now, origin, { id, email, tenantId }, 'member.joined', {
          invitation_id: invitation.id,
          role,
        }),
      );
      return { email };
    });
  } catch (cause) {
    // The unique index decides, whatever the look-up said.
    if (isTaken(cause)) throw taken();
    throw cause;
  }
}
