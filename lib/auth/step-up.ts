import { changeEvent } from '../admin/principal';
import { Refusal } from '../admin/refusal';
import type { Proof, StepUp } from '../contract/factors';
import { notify } from '../mail/notice';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import { countRecoveryCodes, listPasskeys } from '../store/factors';
import type { FactorServices } from './factor-services';
import type { SignedIn } from './guard';
import { assertionOptions } from './passkeys';
import { examine } from './prove-factor';
import { type LiveSession, renewSession } from './sessions';

/** A session under its new cookie. */
export interface Renewed {
  id: string;
  session: LiveSession;
}

/** What this person can prove now. A password counts only where there is nothing stronger. */
export async function stepUpMethods(
  session: LiveSession,
  services: FactorServices,
): Promise<Omit<StepUp, 'now'>> {
  const { userId, sid, hasTotp, hasPasskey, hasPassword } = session;
  if (!hasTotp && !hasPasskey) return { methods: hasPassword ? ['password'] : [], passkey_options: null };
  const [keys, codes] = [
    await listPasskeys(services.db, userId),
    await countRecoveryCodes(services.db, userId),
  ];
  const options = hasPasskey ? await assertionOptions(`step-up:${sid}`, keys, services) : null;
  return {
    methods: [
      ...(hasPasskey ? (['passkey'] as const) : []),
      ...(hasTotp ? (['totp'] as const) : []),
      ...(codes > 0 ? (['recovery'] as const) : []),
    ],
    passkey_options: options && { ...options },
  };
}

/** @throws Refusal 401 for a session that ended meanwhile */
export async function renewed(
  tx: Executor,
  session: LiveSession,
  amr: readonly string[],
  now: number,
): Promise<Renewed> {
  const found = await renewSession(tx, session, amr, now);
  if (!found) throw new Refusal(401, 'invalid_session', 'Your session has ended: sign in again.');
  return found;
}

/**
 * Proves a factor: pays what a sign-in still owes, and makes the session fresh for five minutes.
 *
 * @throws Refusal 400 at the field, 401, 429
 */
export async function stepUp(proof: Proof, who: SignedIn, services: FactorServices): Promise<Renewed> {
  const { session, principal } = who;
  const settle = await examine(proof, who, services);
  const pending = session.owes === 'second_factor';
  const outcome = await services.db.transaction(async (tx) => {
    const now = services.clock();
    const proven = await settle(tx, now);
    // Nothing was looked at: a row for each try would let one session fill the audit log.
    if ('refusal' in proven && proven.refusal.status === 429) return proven;
    const ok = 'amr' in proven;
    const action = pending
      ? ok
        ? 'user.signed_in'
        : 'user.second_factor_refused'
      : ok
        ? 'user.step_up'
        : 'user.step_up_refused';
    await insertAuditEvent(tx, {
      ...changeEvent(principal, new Date(now), action, session.userId, { kind: proof.kind }),
      outcome: ok ? 'success' : 'failure',
    });
    return ok ? { ...proven, renewed: await renewed(tx, session, proven.amr, now) } : proven;
  });
  if (outcome.notice) notify(session.email, outcome.notice, principal.origin, services);
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.renewed;
}
