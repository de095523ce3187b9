import type { Origin } from '../oauth/ports';
import { findClientRow, lockClientRow } from '../store/clients';
import type { Executor } from '../store/database';
import { isRevoked } from '../store/revocations';
import type { MachineClaims } from '../token/claims';
import type { Machine } from './machine';
import type { Actor } from './principal';
import { Refusal } from './refusal';
import type { AdminServices } from './services';

/** The machine behind a token that was found good just now. */
export async function machineOf(
  { client_id: clientId, tenant_id: tenantId, scope, jti, iat }: MachineClaims,
  origin: Origin,
  { db }: Pick<AdminServices, 'db'>,
): Promise<Machine> {
  const row = await findClientRow(db, tenantId, clientId);
  const granted = row?.scopes ?? [];
  return {
    clientId,
    tenantId,
    scopes: scope.split(' ').filter((one) => granted.includes(one)),
    resources: row?.resources ?? [],
    allowedNetworks: row?.allowedNetworks ?? [],
    dpopBoundAccessTokens: row?.dpopBoundAccessTokens ?? false,
    jti,
    issuedAt: iat * 1000,
    origin,
  };
}

/**
 * Looks at a machine once more, in the transaction of what it does, and keeps its row as it is until that is committed: a
 * change may have waited for its turn, and whoever shut the machine out meanwhile was told that it is dead.
 *
 * @throws Refusal 403
 */
export async function stillMay(tx: Executor, actor: Actor): Promise<void> {
  if (!('clientId' in actor)) return;
  const row = await lockClientRow(tx, actor.tenantId, actor.clientId, 'share');
  const isGood =
    row?.status === 'active' &&
    (row.tokensNotBefore?.getTime() ?? 0) <= actor.issuedAt &&
    actor.scopes.every((scope) => row.scopes.includes(scope)) &&
    !(await isRevoked(tx, actor.jti));
  if (!isGood) throw new Refusal(403, 'forbidden', 'This token was ended a moment ago.');
}
