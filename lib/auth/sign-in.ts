import { createHash } from 'node:crypto';
import type { AuditEvent, Origin } from '../oauth/ports';
import type { OAuthServices } from '../oauth/services';
import { networkOf } from '../ratelimit/network';
import { insertAuditEvent } from '../store/audit';
import type { Database } from '../store/database';
import { findUserByEmail } from '../store/users';
import { verifyPassword } from './password';
import { startSession } from './sessions';

export interface SignInServices extends Pick<OAuthServices, 'clock' | 'limiter'> {
  db: Database;
}

export type SignIn =
  | { ok: true; userId: string; email: string; sessionId: string }
  | { ok: false; failure: 'refused' | 'rate_limited' };

const shortHash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/**
 * Email and password. Unknown address, wrong password, disabled person: one answer, one cost. Failures are counted per
 * network and address, so a stranger elsewhere cannot lock the owner of an account out.
 */
export async function signIn(
  email: string,
  password: string,
  origin: Origin,
  { db, clock, limiter }: SignInServices,
): Promise<SignIn> {
  const address = email.trim().toLowerCase();
  const key = `${networkOf(origin.address)}#${shortHash(address)}`;
  const { limit } = limiter.untouched('signin_failure');
  if ((await limiter.used('signin_failure', key)) >= limit) return { ok: false, failure: 'rate_limited' };

  const user = await findUserByEmail(db, address);
  const right = await verifyPassword(user?.passwordHash, password);
  const now = clock();
  const event = (action: string, outcome: AuditEvent['outcome']): AuditEvent => ({
    ...origin,
    at: new Date(now),
    tenantId: user?.tenantId ?? null,
    actorType: user ? 'user' : 'anonymous',
    // What was typed may be a password in the wrong field: an address nobody has is not kept.
    actorId: user?.id ?? 'unrecognised',
    action,
    outcome,
    targetId: user?.id ?? null,
    jti: null,
    detail: user ? { actor_name: user.email } : {},
  });

  if (!user || !right || user.status !== 'active') {
    await limiter.take('signin_failure', key);
    await insertAuditEvent(db, event('user.sign_in_refused', 'failure'));
    return { ok: false, failure: 'refused' };
  }
  const sessionId = await db.transaction(async (tx) => {
    await insertAuditEvent(tx, event('user.signed_in', 'success'));
    return startSession(tx, user.id, origin, now);
  });
  return { ok: true, userId: user.id, email: user.email, sessionId };
}
