import { changeEvent, type Principal, requireFresh } from '../admin/principal';
import { conflict, notFound } from '../admin/refusal';
import type { FactorsView } from '../contract/factors';
import { notify } from '../mail/notice';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import {
  countFactors,
  countRecoveryCodes,
  deletePasskey,
  deleteTotp,
  findTotp,
  listPasskeys,
  lockUserRow,
  type PasskeyRow,
  renamePasskey as rename,
  replaceRecoveryCodes,
} from '../store/factors';
import { deleteOtherSessions } from '../store/sessions';
import type { FactorServices } from './factor-services';
import type { SignedIn } from './guard';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes';
import type { LiveSession } from './sessions';

const passkeyView = (row: PasskeyRow): FactorsView['passkeys'][number] => ({
  id: row.id,
  name: row.name,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  synced: row.synced,
});

/** One's own factors. */
export async function listFactors(
  { userId, factorRequired }: LiveSession,
  { db }: Pick<FactorServices, 'db'>,
): Promise<FactorsView> {
  const totp = await findTotp(db, userId);
  return {
    totp: totp?.confirmedAt ? { created_at: totp.confirmedAt.toISOString() } : null,
    passkeys: (await listPasskeys(db, userId)).map(passkeyView),
    recovery_codes: await countRecoveryCodes(db, userId),
    required: factorRequired,
  };
}

/** In place of those there are. @returns them, to be shown once */
async function makeRecoveryCodes(
  tx: Executor,
  userId: string,
  now: Date,
  { pepper }: FactorServices,
): Promise<string[]> {
  const codes = newRecoveryCodes();
  const digests = codes.map((code) => recoveryDigest(code, userId, pepper));
  await replaceRecoveryCodes(tx, userId, digests, now);
  return codes;
}

/** @returns codes for whoever has none any more, or never had */
export async function ensureRecoveryCodes(
  tx: Executor,
  userId: string,
  now: Date,
  services: FactorServices,
): Promise<string[] | null> {
  return (await countRecoveryCodes(tx, userId)) > 0 ? null : makeRecoveryCodes(tx, userId, now, services);
}

/** New recovery codes; the old ones are dead. @throws Refusal 403 step_up_required, 409 */
export async function renewRecoveryCodes(
  { principal, session }: SignedIn,
  services: FactorServices,
): Promise<string[]> {
  requireFresh(principal);
  const codes = await services.db.transaction(async (tx) => {
    await lockUserRow(tx, session.userId);
    const { totp, passkeys } = await countFactors(tx, session.userId);
    if (!totp && passkeys === 0) throw conflict('Recovery codes are for a second factor: set one up first.');
    const now = new Date(services.clock());
    await insertAuditEvent(tx, changeEvent(principal, now, 'user.recovery_codes_renewed', session.userId));
    return makeRecoveryCodes(tx, session.userId, now, services);
  });
  notify(session.email, 'Your recovery codes were replaced by new ones.', principal.origin, services);
  return codes;
}

/** Takes a factor away, unless it is the last one and the tenant requires one; sessions elsewhere end. */
async function remove(
  { principal, session }: SignedIn,
  services: FactorServices,
  detail: Record<string, unknown>,
  take: (tx: Executor) => Promise<boolean>,
): Promise<void> {
  requireFresh(principal);
  const { userId, factorRequired } = session;
  await services.db.transaction(async (tx) => {
    await lockUserRow(tx, userId);
    if (!(await take(tx))) throw notFound('factor');
    const { totp, passkeys } = await countFactors(tx, userId);
    if (!totp && passkeys === 0) {
      if (factorRequired)
        throw conflict('Your tenant requires a second factor: add another one before you remove this one.');
      await replaceRecoveryCodes(tx, userId, [], new Date(services.clock()));
    }
    await deleteOtherSessions(tx, userId, session.idHash);
    await insertAuditEvent(
      tx,
      changeEvent(principal, new Date(services.clock()), 'user.second_factor_removed', userId, detail),
    );
  });
}

/** @throws Refusal 403 step_up_required, 404, 409 */
export async function removeTotp(who: SignedIn, services: FactorServices): Promise<void> {
  await remove(who, services, { kind: 'totp' }, (tx) => deleteTotp(tx, who.session.userId));
  const { email } = who.session;
  notify(email, 'Your authenticator app was removed.', who.principal.origin, services);
}

/** @throws Refusal 403 step_up_required, 404, 409 */
export async function removePasskey(who: SignedIn, id: string, services: FactorServices): Promise<void> {
  const { userId, email } = who.session;
  await remove(
    who,
    services,
    { kind: 'passkey', passkey_id: id },
    async (tx) => (await deletePasskey(tx, userId, id)) !== undefined,
  );
  notify(email, 'A passkey of yours was removed.', who.principal.origin, services);
}

/** @throws Refusal 404 */
export async function renamePasskey(
  principal: Principal,
  id: string,
  name: string,
  { db, clock }: FactorServices,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await rename(tx, principal.userId, id, name))) throw notFound('passkey');
    await insertAuditEvent(
      tx,
      changeEvent(principal, new Date(clock()), 'user.passkey_renamed', principal.userId, { passkey_id: id }),
    );
  });
}
