import type { AuditAction } from '../contract/audit-actions';
import type { AuditEvent, Origin } from '../oauth/ports';
import type { OAuthServices } from '../oauth/services';
import { failureKey, networkOf } from '../ratelimit/network';
import { insertAuditEvent } from '../store/audit';
import type { Database } from '../store/database';
import { countFactors } from '../store/factors';
import { findUserByEmail, lockPasswordHash } from '../store/users';
import { verifyPassword } from './password';
import { personEvent } from './person-event';
import { startSession } from './sessions';

export interface SignInServices extends Pick<OAuthServices, 'clock' | 'limiter'> {
  db: Database;
}

export type SignIn =
  | { ok: true; userId: string; email: string; sessionId: string }
  | { ok: false; failure: 'refused' | 'rate_limited' };

/** Nothing else can be in a form's field; NUL would break the database's text type. */
const WELL_FORMED = /^[^\p{Cc}\p{Cs}]*$/u;

/**
 * Email and password. Unknown address, wrong password, disabled person, suspended tenant: one answer, one cost.
 *
 * A try is counted before the password is looked at, or a burst of them would all pass; a right one forgives those
 * before it. Counted per network and address, so a stranger elsewhere cannot lock the owner of an account out, and
 * per network over all addresses, so one password cannot be tried on many.
 */
export async function signIn(
  email: string,
  password: string,
  origin: Origin,
  { db, clock, limiter }: SignInServices,
): Promise<SignIn> {
  const address = email.trim().toLowerCase();
  const key = failureKey(origin.address, address);
  const network = networkOf(origin.address);
  if (!(await limiter.take('signin_failure', key)).allowed) return { ok: false, failure: 'rate_limited' };
  if (!(await limiter.take('signin_network_failure', network)).allowed)
    return { ok: false, failure: 'rate_limited' };

  const user = WELL_FORMED.test(address) ? await findUserByEmail(db, address) : undefined;
  const right = await verifyPassword(user?.passwordHash, password);
  const now = clock();
  const event = (action: AuditAction, outcome: AuditEvent['outcome']) =>
    personEvent(new Date(now), origin, user, action, {}, outcome);

  const allowed = user?.status === 'active' && user.tenantStatus === 'active' && user.signsInHere;
  if (!right || !allowed) {
    const row = await limiter.take('refusal_row', network);
    if (row.allowed) await insertAuditEvent(db, event('user.sign_in_refused', 'failure'));
    return { ok: false, failure: 'refused' };
  }
  await limiter.clear('signin_failure', key);
  await limiter.giveBack('signin_network_failure', network);
  const sessionId = await db.transaction(async (tx) => {
    // A password changed, or a tenant suspended, since it was looked at ends all sessions: this one must not slip in behind.
    if ((await lockPasswordHash(tx, user.id)) !== user.passwordHash) return undefined;
    const { totp, passkeys } = await countFactors(tx, user.id);
    const pending = totp || passkeys > 0;
    await insertAuditEvent(tx, event(pending ? 'user.second_factor_asked' : 'user.signed_in', 'success'));
    return startSession(tx, { userId: user.id, amr: ['pwd'], pending }, origin, now);
  });
  if (!sessionId) return { ok: false, failure: 'refused' };
  return { ok: true, userId: user.id, email: user.email, sessionId };
}
