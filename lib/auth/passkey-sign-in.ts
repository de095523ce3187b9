import type { AuditAction } from '../contract/audit-actions';
import type { Assertion } from '../contract/factors';
import type { AuditEvent, Origin } from '../oauth/ports';
import { networkOf } from '../ratelimit/network';
import { insertAuditEvent } from '../store/audit';
import { notePasskeyUse } from '../store/factors';
import { findActiveUser, lockPasswordHash } from '../store/users';
import { amrOf, assertionOptions, type PasskeyServices, verifyAssertion } from './passkeys';
import { personEvent } from './person-event';
import { startSession } from './sessions';
import type { SignIn, SignInServices } from './sign-in';

type Services = PasskeyServices & SignInServices;

/** What a browser needs to sign in with whatever passkey it has for this site. Asking leaves nothing behind. */
export const passkeySignInOptions = async (services: Services): Promise<Record<string, unknown>> => ({
  ...(await assertionOptions('sign-in', [], services)),
});

/**
 * A passkey alone: it is held, and its holder was verified. An unknown one, one that signs wrongly, a disabled person,
 * a suspended tenant: one answer.
 *
 * No count stands in a person's way here: a passkey is not guessed. Tries are counted per network, for the work they make.
 */
export async function signInWithPasskey(
  assertion: Assertion,
  origin: Origin,
  services: Services,
): Promise<SignIn> {
  const { db, clock, limiter } = services;
  const network = networkOf(origin.address);
  if (!(await limiter.take('signin_network_failure', network)).allowed)
    return { ok: false, failure: 'rate_limited' };

  const proven = await verifyAssertion(assertion, 'sign-in', services);
  const user = proven && (await findActiveUser(db, proven.passkey.userId));
  const event = (action: AuditAction, outcome: AuditEvent['outcome']) =>
    personEvent(new Date(clock()), origin, user, action, { kind: 'passkey' }, outcome);
  const sessionId =
    proven &&
    user &&
    (await db.transaction(async (tx) => {
      // As at a password sign-in: the person and the tenant stay as they are until there is a session.
      if ((await lockPasswordHash(tx, user.id)) === undefined) return undefined;
      const at = clock();
      if (!(await notePasskeyUse(tx, proven.passkey.id, proven.counter, new Date(at)))) return undefined;
      await insertAuditEvent(tx, event('user.signed_in', 'success'));
      return startSession(tx, { userId: user.id, amr: amrOf(proven.passkey) }, origin, at);
    }));
  if (!sessionId || !user) {
    const row = await limiter.take('refusal_row', network);
    if (row.allowed) await insertAuditEvent(db, event('user.sign_in_refused', 'failure'));
    return { ok: false, failure: 'refused' };
  }
  await limiter.giveBack('signin_network_failure', network);
  return { ok: true, userId: user.id, email: user.email, sessionId };
}
