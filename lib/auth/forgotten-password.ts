import { linkAddress, newLinkToken } from '../admin/link';
import { RESET_MINUTES } from '../admin/members';
import { atField, notFound, tooMany } from '../admin/refusal';
import { passwordProblem } from '../contract/password-strength';
import { digestOf } from '../ids';
import { type DeliveryServices, deliver } from '../mail/delivery';
import { resetLetter } from '../mail/letters';
import { type NoticeServices, notify } from '../mail/notice';
import type { Origin } from '../oauth/ports';
import { failureKey, networkOf } from '../ratelimit/network';
import { insertAuditEvent } from '../store/audit';
import { forgiveCodes } from '../store/factors';
import {
  countPasswordResets,
  insertPasswordReset,
  lockPasswordReset,
  usePasswordResets,
} from '../store/password-resets';
import { deleteUserSessions } from '../store/sessions';
import { findUserByEmail, updatePassword } from '../store/users';
import { hashPassword } from './password';
import { personEvent } from './person-event';
import type { SignInServices } from './sign-in';

interface ForgottenServices extends SignInServices, DeliveryServices {
  issuer: string;
}

const MINUTE_MS = 60_000;
/** However many networks ask, nobody's mailbox is flooded through us; and the owner has links that work. */
const LIVE_LINKS = 5;

/**
 * Mails a link to a new password. Whether there is such an account is told to nobody: the answer does not wait for
 * what follows from it.
 *
 * @throws Refusal 429
 */
export async function forgotPassword(
  email: string,
  origin: Origin,
  services: ForgottenServices,
): Promise<void> {
  const { limiter } = services;
  const tries = [
    await limiter.take('signin_failure', failureKey(origin.address, `forgot:${email}`)),
    await limiter.take('signin_network_failure', `forgot:${networkOf(origin.address)}`),
  ];
  if (tries.some(({ allowed }) => !allowed)) throw tooMany();
  void mailReset(email, origin, services).catch((cause: unknown) =>
    services.log.warn({ err: cause, request_id: origin.requestId }, 'password reset not sent'),
  );
}

async function mailReset(email: string, origin: Origin, services: ForgottenServices): Promise<void> {
  const user = await findUserByEmail(services.db, email);
  if (user?.status !== 'active' || user.tenantStatus !== 'active' || !user.signsInHere) return;
  const now = new Date(services.clock());
  const { token, digest } = newLinkToken();
  const asked = await services.db.transaction(async (tx) => {
    if ((await countPasswordResets(tx, user.id, now)) >= LIVE_LINKS) return false;
    await insertPasswordReset(tx, {
      digest,
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_MINUTES * MINUTE_MS),
    });
    await insertAuditEvent(tx, personEvent(now, origin, user, 'user.password_reset_requested'));
    return true;
  });
  if (!asked) return;
  const link = linkAddress(services.issuer, 'reset-password', token);
  await deliver({ to: email, ...resetLetter(link, RESET_MINUTES) }, link, services);
}

/**
 * Sets a new password by a mailed link, and ends every session: whoever else was signed in is not any more.
 *
 * @throws Refusal 400 at the password; 404, one answer for every dead link
 */
export async function resetPassword(
  token: string,
  password: string,
  origin: Origin,
  services: SignInServices & NoticeServices,
): Promise<void> {
  const { db, clock } = services;
  const now = new Date(clock());
  const digest = digestOf(token);
  const dead = () => notFound('link, or it was used or is too old: ask for another one');
  const person = await db.transaction((tx) => lockPasswordReset(tx, digest, now));
  if (person?.status !== 'active' || person.tenantStatus !== 'active') throw dead();
  const problem = await passwordProblem(password, [person.email, person.tenantName]);
  if (problem) throw atField('password', problem);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    if (!(await lockPasswordReset(tx, digest, now))) throw dead();
    await usePasswordResets(tx, person.id, now);
    await updatePassword(tx, person.id, passwordHash);
    await forgiveCodes(tx, person.id);
    await deleteUserSessions(tx, person.id);
    await insertAuditEvent(tx, personEvent(now, origin, person, 'user.password_reset'));
  });
  notify(person.email, 'A new password was set by the link of a mail.', origin, services);
}
