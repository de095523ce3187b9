import type { ClientView, RotateSecret } from '../contract/portal';
import { mintSecret } from '../oauth/mint-secret';
import { insertAuditEvent } from '../store/audit';
import {
  type ClientRow,
  insertSecret,
  listSecrets,
  lockClientRow,
  type SecretRow,
  updateSecretRow,
} from '../store/clients';
import type { Executor } from '../store/database';
import { isLive } from './client-view';
import { changeClient, type NewSecret, readClient } from './clients';
import { stillMay } from './machine-admission';
import { permitPower, refuseManagers } from './power';
import { type Actor, authorOf, changeEvent, permit } from './principal';
import { conflict, notFound } from './refusal';
import { refuseSecretsWhereNoneAreAllowed } from './secret-policy';
import type { AdminServices } from './services';

/**
 * The live secrets, newest first, read under the client's lock: what a person saw a minute ago may be gone. So is the
 * time told once the lock is ours: a secret that ended while we waited is not alive.
 */
export async function lockSecrets(
  tx: Executor,
  actor: Actor,
  clientId: string,
  { clock }: AdminServices,
): Promise<{ row: ClientRow; live: SecretRow[]; all: SecretRow[]; now: Date }> {
  const row = await lockClientRow(tx, actor.tenantId, clientId);
  if (!row) throw notFound('client');
  await stillMay(tx, actor);
  const now = new Date(clock());
  const all = (await listSecrets(tx, [clientId])).get(clientId) ?? [];
  return { row, live: all.filter((secret) => isLive(secret, now.getTime())), all, now };
}

/**
 * Gives the client a new secret and keeps the old one for the overlap; at most two are live.
 *
 * @param how more for the audit row: by which way it was asked for
 * @throws Refusal 404; 409 when another rotation came first or one is still under way
 */
export async function rotateSecret(
  actor: Actor,
  clientId: string,
  wanted: RotateSecret,
  services: AdminServices,
  how: Record<string, string> = {},
): Promise<NewSecret> {
  permit(actor, 'secret:rotate');
  return services.db.transaction(async (tx) => {
    const { row: client, live, all, now } = await lockSecrets(tx, actor, clientId, services);
    permitPower(actor, client);
    const [current, old] = live;
    await refuseSecretsWhereNoneAreAllowed(tx, actor.tenantId);
    if ((current?.id ?? null) !== wanted.current_secret_id)
      throw conflict(fasterWords(wanted.current_secret_id, all));
    if (old) throw conflict('A rotation is under way: retire the old secret, or cancel the rotation, first.');

    const { clientSecret, row } = mintSecret(clientId, authorOf(actor), now, services);
    await insertSecret(tx, row);
    if (current)
      await updateSecretRow(
        tx,
        current.id,
        wanted.overlap_seconds === 0
          ? { retiredAt: now }
          : {
              expiresAt: new Date(now.getTime() + wanted.overlap_seconds * 1000),
              usesAtRotation: current.lastUse?.count ?? 0,
            },
      );
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, 'secret.rotated', clientId, {
        secret_id: row.id,
        old_secret_id: current?.id,
        overlap_seconds: wanted.overlap_seconds,
        ...how,
      }),
    );
    return { client: await readClient(actor, clientId, services, tx), secretId: row.id, clientSecret };
  });
}

/** For whoever comes second: who was first, and when. */
function fasterWords(seenId: string | null, [newest]: SecretRow[]): string {
  if (!newest || newest.id === seenId || newest.retiredAt)
    return 'Not rotated: the secret was ended in the meantime, by someone else or in another window.';
  const who = newest.createdBy === 'self-rotation' ? 'The client itself' : newest.createdBy;
  const when = newest.createdAt.toISOString().slice(0, 19).replace('T', ' ');
  return `${who} was faster: the secret was rotated at ${when} UTC, and the new one ends in ${newest.hint}. Yours was not made.`;
}

/**
 * Ends a secret for good. Ending the old one completes a rotation; ending the new one cancels it, and the old one
 * loses its expiry again.
 *
 * @throws Refusal 404; 409 for a secret that is not live any more, or is the last one
 */
export async function retireSecret(
  actor: Actor,
  clientId: string,
  secretId: string,
  services: AdminServices,
): Promise<ClientView> {
  permit(actor, 'secret:rotate');
  return services.db.transaction(async (tx) => {
    const { live, row, all, now } = await lockSecrets(tx, actor, clientId, services);
    permitPower(actor, row);
    const secret = live.find(({ id }) => id === secretId);
    if (!secret) {
      if (!all.some(({ id }) => id === secretId)) throw notFound('secret');
      throw conflict('This secret has already ended.');
    }
    const [newest, old] = live;
    if (!old && !row.jwks && !row.jwksUri)
      throw conflict('This is the only live secret: rotate it, or disable the client.');

    await updateSecretRow(tx, secret.id, { retiredAt: now });
    const cancels = old !== undefined && secret === newest;
    if (cancels) await updateSecretRow(tx, old.id, { expiresAt: null, usesAtRotation: null });
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, cancels ? 'rotation.cancelled' : 'secret.retired', clientId, {
        secret_id: secret.id,
      }),
    );
    return readClient(actor, clientId, services, tx);
  });
}

/**
 * Ends every token issued for one secret; the secret itself goes on, or stays ended as it was.
 *
 * @throws Refusal 404
 */
export function endSecretTokens(
  actor: Actor,
  clientId: string,
  secretId: string,
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(actor, 'client:disable', clientId, services, async ({ tx, row, now }) => {
    refuseManagers(actor, row);
    const secrets = (await listSecrets(tx, [clientId])).get(clientId) ?? [];
    if (!secrets.some(({ id }) => id === secretId)) throw notFound('secret');
    await updateSecretRow(tx, secretId, { tokensNotBefore: now });
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, 'secret.tokens_ended', clientId, { secret_id: secretId }),
    );
  });
}
