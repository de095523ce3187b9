import { atField, type Refusal, tooMany } from '../admin/refusal';
import type { Proof } from '../contract/factors';
import { networkOf } from '../ratelimit/network';
import type { Executor } from '../store/database';
import { countRecoveryCodes, lockTotp, notePasskeyUse, takeRecoveryCode, updateTotp } from '../store/factors';
import { lockPasswordHash } from '../store/users';
import type { FactorServices } from './factor-services';
import type { SignedIn } from './guard';
import { amrOf, verifyAssertion } from './passkeys';
import { verifyPassword } from './password';
import { recoveryDigest } from './recovery-codes';
import { acceptedStep, FREE_TRIES, nextTryAt, openTotp } from './totp';

/** What was proven, in the words of RFC 8176, or why it was not; and what to mail the person once it is committed. */
type Outcome = ({ amr: string[] } | { refusal: Refusal }) & { notice?: string };

/** The second half of a proof, in the transaction of its audit row. What a refusal counted is committed too. */
export type Settle = (tx: Executor, now: number) => Promise<Outcome>;

const wrong = (words: string, field = 'code') => ({ refusal: atField(field, words) });
const waitFor = (seconds: number) => tooMany(seconds, `Too many attempts: wait ${spelled(seconds)}.`);
const spelled = (seconds: number) =>
  seconds <= 90 ? 'a minute' : `${Math.ceil(seconds / 60)} minutes, or use another way`;

/** Whoever types a code has the password. */
const GUESSED = 'Five wrong codes of your authenticator app were typed in a row, after your right password.';

/** The pepper was changed since. */
const UNREADABLE =
  'Your authenticator app no longer fits this service: use another way, or ask an admin to reset your second factors.';

/** A code of the app. Counted under the row's lock, so that a burst of guesses is a row of guesses. */
function proveTotp(code: string, { session: { userId } }: SignedIn, { pepper }: FactorServices): Settle {
  return async (tx, now) => {
    const row = await lockTotp(tx, userId);
    if (!row?.sealedSecret) return wrong('You have no authenticator app here.');
    const wait = nextTryAt(row) - now;
    if (wait > 0) return { refusal: waitFor(Math.ceil(wait / 1000)) };
    const secret = await openTotp(row.sealedSecret, userId, pepper).catch(() => undefined);
    if (secret === undefined) return wrong(UNREADABLE);
    const step = acceptedStep(secret, code, now, row.lastStep);
    if (step !== undefined) {
      await updateTotp(tx, userId, { lastStep: step, failures: 0, failedAt: null });
      return { amr: ['otp', 'mfa'] };
    }
    await updateTotp(tx, userId, { failures: row.failures + 1, failedAt: new Date(now) });
    const refused = wrong('This code is not right, or was used already. Wait for the next one.');
    return row.failures + 1 === FREE_TRIES ? { ...refused, notice: GUESSED } : refused;
  };
}

/**
 * Tries are counted before they are looked at, and per network, as at sign-in: whoever has the password cannot use up
 * those of its owner elsewhere.
 */
const triesOf = ({ session, principal }: SignedIn) =>
  `${networkOf(principal.origin.address)}#${session.userId}`;

/** @throws Refusal 429 */
export async function countTry(who: SignedIn, { limiter }: FactorServices): Promise<void> {
  const tries = await limiter.take('factor_failure', triesOf(who));
  if (!tries.allowed) throw waitFor(Math.max(1, tries.retryAfter));
}

export const forgiveTries = (who: SignedIn, { limiter }: FactorServices): Promise<void> =>
  limiter.clear('factor_failure', triesOf(who));

function proveRecoveryCode(code: string, who: SignedIn, services: FactorServices): Settle {
  const { userId } = who.session;
  return async (tx) => {
    if (!(await takeRecoveryCode(tx, userId, recoveryDigest(code, userId, services.pepper))))
      return wrong('This is not one of your recovery codes, or it was used already.');
    await forgiveTries(who, services);
    const left = await countRecoveryCodes(tx, userId);
    return { amr: ['otp', 'mfa'], notice: `One of your recovery codes was used; ${left} are left.` };
  };
}

async function provePasskey(
  proof: Extract<Proof, { kind: 'passkey' }>,
  who: SignedIn,
  services: FactorServices,
): Promise<Settle> {
  const { session } = who;
  const refused = wrong('This passkey was not accepted. Try again.', 'passkey');
  const proven = await verifyAssertion(proof.assertion, `step-up:${session.sid}`, services);
  if (proven?.passkey.userId !== session.userId) return async () => refused;
  return async (tx, now) => {
    if (!(await notePasskeyUse(tx, proven.passkey.id, proven.counter, new Date(now)))) return refused;
    await forgiveTries(who, services);
    return { amr: amrOf(proven.passkey) };
  };
}

/** Only for whoever has nothing stronger. */
async function provePassword(
  password: string,
  { session, principal }: SignedIn,
  { limiter, db }: FactorServices,
): Promise<Settle> {
  if (session.hasTotp || session.hasPasskey)
    throw wrong('Use your second factor: a password is not enough.', 'password').refusal;
  if (!session.hasPassword) throw atField('password', 'A password is of no use here: sign in again instead.');
  const key = `${networkOf(principal.origin.address)}#${session.userId}`;
  if (!(await limiter.take('signin_failure', key)).allowed) throw tooMany();
  const stored = await lockPasswordHash(db, session.userId);
  const right = await verifyPassword(stored, password);
  return async (tx) => {
    if (!right || (await lockPasswordHash(tx, session.userId)) !== stored)
      return wrong('This is not your password.', 'password');
    await limiter.clear('signin_failure', key);
    return { amr: ['pwd'] };
  };
}

/**
 * Looks at a proof as far as that is possible outside of a transaction.
 *
 * @throws Refusal 400 for a kind this person does not have, 429
 */
export async function examine(proof: Proof, who: SignedIn, services: FactorServices): Promise<Settle> {
  if (proof.kind === 'totp') return proveTotp(proof.code, who, services);
  if (proof.kind === 'password') return provePassword(proof.password, who, services);
  await countTry(who, services);
  if (proof.kind === 'recovery') return proveRecoveryCode(proof.code, who, services);
  return provePasskey(proof, who, services);
}
