import { changeEvent, type Principal } from '../admin/principal';
import { atField, notFound, tooMany } from '../admin/refusal';
import { passwordProblem } from '../contract/password-strength';
import type { ChangePassword } from '../contract/portal';
import { type NoticeServices, notify } from '../mail/notice';
import { networkOf } from '../ratelimit/network';
import { insertAuditEvent } from '../store/audit';
import { forgiveCodes } from '../store/factors';
import { deleteOtherSessions } from '../store/sessions';
import { findUser, updatePassword } from '../store/users';
import { hashPassword, verifyPassword } from './password';
import type { LiveSession } from './sessions';
import type { SignInServices } from './sign-in';

/**
 * Changes one's own password, and ends one's other sessions: whoever else was signed in is not any more.
 *
 * @throws Refusal 400 at the field, 429
 */
export async function changePassword(
  principal: Principal,
  session: LiveSession,
  { current_password, new_password }: ChangePassword,
  services: SignInServices & NoticeServices,
): Promise<void> {
  const { db, clock, limiter } = services;
  const key = `${networkOf(principal.origin.address)}#${principal.userId}`;
  // Counted before it is looked at, as at sign-in.
  if (!(await limiter.take('signin_failure', key)).allowed) throw tooMany();

  const user = await findUser(db, principal.tenantId, principal.userId);
  if (!user) throw notFound('person');
  if (!(await verifyPassword(user.passwordHash, current_password)))
    throw atField('current_password', 'This is not your current password.');
  await limiter.clear('signin_failure', key);
  if (new_password === current_password) throw atField('new_password', 'Choose a password you have not had.');
  const problem = await passwordProblem(new_password, [user.email, principal.tenantName]);
  if (problem) throw atField('new_password', problem);

  const passwordHash = await hashPassword(new_password);
  await db.transaction(async (tx) => {
    await updatePassword(tx, user.id, passwordHash);
    await forgiveCodes(tx, user.id);
    await deleteOtherSessions(tx, user.id, session.idHash);
    await insertAuditEvent(tx, changeEvent(principal, new Date(clock()), 'user.password_changed', user.id));
  });
  notify(user.email, 'Your password was changed.', principal.origin, services);
}
