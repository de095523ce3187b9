import { changeEvent, requireFresh } from '../admin/principal';
import { atField, conflict } from '../admin/refusal';
import type { Attestation, OfferedTotp } from '../contract/factors';
import { notify } from '../mail/notice';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import {
  countFactors,
  insertPasskey,
  listPasskeys,
  lockTotp,
  lockUserRow,
  offerTotp as storeOffer,
  updateTotp,
} from '../store/factors';
import { deleteOtherSessions } from '../store/sessions';
import type { FactorServices } from './factor-services';
import type { SignedIn } from './guard';
import { ensureRecoveryCodes } from './own-factors';
import { amrOf, registrationOptions, verifyRegistration } from './passkeys';
import { countTry, forgiveTries } from './prove-factor';
import { type Renewed, renewed } from './step-up';
import { acceptedStep, newTotpSecret, openTotp, sealTotp, totpUri } from './totp';

/** How long an offered secret waits for its first code. */
const OFFER_LIFE_MS = 15 * 60_000;
/** Passkeys a person may have. */
const MOST_PASSKEYS = 20;

/** A factor that was added: shown once, what else came with it. */
export interface Added extends Renewed {
  recoveryCodes: string[] | null;
}

/** What every new factor brings: the session has proven it, sessions elsewhere have not, and the person is told. */
async function added(
  tx: Executor,
  { principal, session }: SignedIn,
  amr: readonly string[],
  detail: Record<string, unknown>,
  services: FactorServices,
): Promise<Added> {
  const now = new Date(services.clock());
  const recoveryCodes = await ensureRecoveryCodes(tx, session.userId, now, services);
  await deleteOtherSessions(tx, session.userId, session.idHash);
  await insertAuditEvent(tx, changeEvent(principal, now, 'user.second_factor_added', session.userId, detail));
  return { ...(await renewed(tx, session, amr, now.getTime())), recoveryCodes };
}

/**
 * A secret for an authenticator app. The one there is goes on until a code has confirmed this one.
 *
 * @throws Refusal 403 step_up_required
 */
export async function offerTotp(
  { principal, session: { userId, email } }: SignedIn,
  { db, clock, pepper }: FactorServices,
): Promise<OfferedTotp> {
  requireFresh(principal);
  const secret = newTotpSecret();
  await storeOffer(db, userId, await sealTotp(secret, userId, pepper), new Date(clock()));
  return { secret, uri: totpUri(secret, email) };
}

/** @throws Refusal 400 at the code, 403 step_up_required, 409 where nothing was offered lately, 429 */
export async function confirmTotp(who: SignedIn, code: string, services: FactorServices): Promise<Added> {
  requireFresh(who.principal);
  const { userId, email } = who.session;
  await countTry(who, services);
  const result = await services.db.transaction(async (tx) => {
    await lockUserRow(tx, userId);
    const row = await lockTotp(tx, userId);
    const now = services.clock();
    if (!row?.offeredSecret || now - (row.offeredAt?.getTime() ?? 0) > OFFER_LIFE_MS)
      throw conflict('This code is of an earlier try: close this and begin again.');
    const secret = await openTotp(row.offeredSecret, userId, services.pepper);
    const step = acceptedStep(secret, code, now, null);
    if (step === undefined)
      throw atField('code', 'This code does not fit. Is the clock of your phone right?');
    await updateTotp(tx, userId, {
      sealedSecret: row.offeredSecret,
      confirmedAt: new Date(now),
      lastStep: step,
      offeredSecret: null,
      offeredAt: null,
      failures: 0,
      failedAt: null,
    });
    return added(tx, who, ['otp', 'mfa'], { kind: 'totp', replaced: row.confirmedAt !== null }, services);
  });
  await forgiveTries(who, services);
  notify(email, 'An authenticator app was set up for your account.', who.principal.origin, services);
  return result;
}

/** What a browser needs to make a passkey. @throws Refusal 403 step_up_required, 409 */
export async function offerPasskey(
  { principal, session }: SignedIn,
  services: FactorServices,
): Promise<Record<string, unknown>> {
  requireFresh(principal);
  const existing = await listPasskeys(services.db, session.userId);
  refuseTooMany(existing.length);
  return { ...(await registrationOptions(session, existing, services)) };
}

/** @throws Refusal 400 for an answer that does not fit, 403 step_up_required, 409 */
export async function addPasskey(
  who: SignedIn,
  { name, attestation }: { name: string; attestation: Attestation },
  services: FactorServices,
): Promise<Added> {
  requireFresh(who.principal);
  const { userId, email, sid } = who.session;
  const passkey = await verifyRegistration(attestation, { userId, sid, name }, services);
  if (!passkey) throw atField('attestation', 'This passkey was not accepted. Begin again.');
  const result = await services.db.transaction(async (tx) => {
    await lockUserRow(tx, userId);
    refuseTooMany((await countFactors(tx, userId)).passkeys);
    if (!(await insertPasskey(tx, passkey))) throw conflict('This passkey is registered already.');
    return added(tx, who, amrOf(passkey), { kind: 'passkey', passkey_id: passkey.id }, services);
  });
  notify(email, `A passkey was added to your account: ${name}.`, who.principal.origin, services);
  return result;
}

function refuseTooMany(count: number): void {
  if (count >= MOST_PASSKEYS) throw conflict(`You have ${MOST_PASSKEYS} passkeys: remove one first.`);
}
