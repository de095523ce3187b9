import type { ClientView } from '../contract/portal';
import type { ExtendOverlap, RotationView, UsedSecret } from '../contract/rotation';
import { HOUR_COUNTED, LONGEST_OVERLAP } from '../contract/rotation-terms';
import { insertAuditEvent } from '../store/audit';
import { findClientRow, listSecrets, type SecretRow, updateSecretRow } from '../store/clients';
import { listSecretCallers } from '../store/secret-callers';
import { isLive } from './client-view';
import { readClient } from './clients';
import { permitPower } from './power';
import { type Actor, changeEvent, permit } from './principal';
import { conflict, notFound } from './refusal';
import { lockSecrets } from './secrets';
import type { AdminServices } from './services';

const HOUR_MS = 3_600_000;
/** Addresses shown for one secret. */
const CALLERS_SHOWN = 20;
/** Seconds, unless the client has a life of its own. */
const PROFILE_LIFE = { gooclaim: 3600, opencrvs: 600 };

/**
 * Who uses which of a client's two live secrets.
 *
 * @returns null while there are not two
 * @throws Refusal 404
 */
export async function readRotation(
  actor: Actor,
  clientId: string,
  services: AdminServices,
): Promise<RotationView | null> {
  permit(actor, 'client:read');
  const { db } = services;
  const now = services.clock();
  const row = await findClientRow(db, actor.tenantId, clientId);
  if (!row) throw notFound('client');
  const secrets = (await listSecrets(db, [clientId])).get(clientId) ?? [];
  const [fresh, old] = secrets.filter((secret) => isLive(secret, now));
  if (!fresh || !old) return null;

  const use = async (secret: SecretRow): Promise<UsedSecret> => {
    const { callers, complete } = await listSecretCallers(db, secret, {
      since: new Date(now - 24 * HOUR_MS),
      hourAgo: new Date(now - HOUR_MS),
      hourCounted: HOUR_COUNTED,
    });
    return {
      id: secret.id,
      since_rotation: usesSince(secret, secret === fresh),
      callers: callers.slice(0, CALLERS_SHOWN).map((caller) => ({
        address: caller.address,
        last_used_at: caller.lastUsedAt.toISOString(),
        user_agent: caller.userAgent,
        last_hour: caller.lastHour,
      })),
      more_callers: !complete || callers.length > CALLERS_SHOWN,
    };
  };
  const life = (row.tokenLifeSeconds ?? PROFILE_LIFE[row.profile]) * 1000;
  const tokensEnd = (old.lastUse?.lastUsedAt.getTime() ?? 0) + life;
  return {
    begun_at: fresh.createdAt.toISOString(),
    begun_by: fresh.createdBy,
    fresh: await use(fresh),
    old: await use(old),
    old_tokens_until: tokensEnd > now ? new Date(tokensEnd).toISOString() : null,
    latest_end: latestEnd(fresh).toISOString(),
  };
}

/** The new secret has no life before the rotation. Of an old one whose uses were not counted at its begin, nobody knows. */
function usesSince({ lastUse, usesAtRotation }: SecretRow, isNew: boolean): number | null {
  const before = isNew ? 0 : usesAtRotation;
  return before === null ? null : Number(lastUse?.count ?? 0) - before;
}

const latestEnd = (fresh: SecretRow) => new Date(fresh.createdAt.getTime() + LONGEST_OVERLAP * 1000);

/**
 * Gives the old secret of a rotation more time, up to 30 days from when the rotation began.
 *
 * @throws Refusal 404; 409 for one that is not the old secret any more, has another end than the person saw, has all the
 *   time there is, or was seen where others could read it
 */
export function extendOverlap(
  actor: Actor,
  clientId: string,
  secretId: string,
  wanted: ExtendOverlap,
  services: AdminServices,
): Promise<ClientView> {
  permit(actor, 'secret:rotate');
  return services.db.transaction(async (tx) => {
    const { row, live, all, now } = await lockSecrets(tx, actor, clientId, services);
    permitPower(actor, row);
    if (!all.some(({ id }) => id === secretId)) throw notFound('secret');
    const [fresh, old] = live;
    if (!fresh || old?.id !== secretId || !old.expiresAt)
      throw conflict(
        'This is not the old secret of a rotation: it has ended, or the rotation was cancelled.',
      );
    if (old.expiresAt.getTime() !== Date.parse(wanted.expires_at))
      throw conflict('Its end was changed in the meantime, by someone else or in another window.');
    if (old.exposedAt)
      throw conflict('This secret was seen where others could read it: it is given no more time.');
    const latest = latestEnd(fresh);
    if (old.expiresAt >= latest)
      throw conflict('It has all the time there is: an old secret ends 30 days after its rotation.');

    const expiresAt = new Date(Math.min(old.expiresAt.getTime() + wanted.seconds * 1000, latest.getTime()));
    await updateSecretRow(tx, old.id, { expiresAt });
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, 'secret.overlap_extended', clientId, {
        secret_id: old.id,
        before: old.expiresAt.toISOString(),
        after: expiresAt.toISOString(),
      }),
    );
    return readClient(actor, clientId, services, tx);
  });
}
