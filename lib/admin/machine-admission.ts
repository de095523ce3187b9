import type { Origin } from '../oauth/ports';
import { findClientRow } from '../store/clients';
import type { MachineClaims } from '../token/claims';
import type { Machine } from './machine';
import type { AdminServices } from './services';

/** The machine behind a token that was found good just now. */
export async function machineOf(
  { client_id: clientId, tenant_id: tenantId, scope, jti }: MachineClaims,
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
    jti,
    origin,
  };
}
