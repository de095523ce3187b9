import { FRESH_MS } from '../contract/roles';
import type { Origin } from '../oauth/ports';
import { lastProofOf } from '../store/sessions';
import type { HumanClaims } from '../token/claims';
import type { Principal } from './principal';
import type { AdminServices } from './services';

/**
 * The person behind a token of an app that was found good just now, with the role of this moment.
 *
 * @returns undefined for an app that people may not use the MCP server through, and for somebody who was shut out since
 */
export async function personOf(
  { client_id: appId, tenant_id: tenantId, sub, sid }: HumanClaims,
  origin: Origin,
  { apps, clock, db }: Pick<AdminServices, 'apps' | 'clock' | 'db'>,
): Promise<Principal | undefined> {
  const app = await apps.findApp(appId);
  if (!app?.mcpAccess || app.tenantId !== tenantId) return undefined;
  const person = await apps.findPerson(tenantId, sub);
  if (!person) return undefined;
  const { userId, email, role, tenantName } = person;
  const provenAt = await lastProofOf(db, userId, sid);
  const fresh = provenAt !== undefined && clock() - provenAt.getTime() <= FRESH_MS;
  return { userId, email, role, tenantId, tenantName, fresh, origin };
}
