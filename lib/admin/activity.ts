import type { ActivityEvent } from '../contract/portal';
import { listAuditEvents } from '../store/audit';
import { findClientRow } from '../store/clients';
import { type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/** Rows a page shows at most. */
const PAGE = 100;

/**
 * The newest audit rows, of one client or of the whole tenant.
 *
 * @throws Refusal 404 for a client of another tenant
 */
export async function readActivity(
  principal: Principal,
  clientId: string | undefined,
  services: AdminServices,
): Promise<ActivityEvent[]> {
  permit(principal, 'activity:read');
  const client = clientId && (await findClientRow(services.db, principal.tenantId, clientId));
  if (clientId && !client) throw notFound('client');
  const rows = await listAuditEvents(services.db, principal.tenantId, { targetId: clientId, limit: PAGE });
  return rows.map((row) => {
    const { actor_name, ...detail } = row.detail as Record<string, unknown>;
    return {
      id: String(row.id),
      at: row.at.toISOString(),
      action: row.action,
      outcome: row.outcome,
      actor: {
        type: row.actorType,
        id: row.actorId,
        name: typeof actor_name === 'string' ? actor_name : client ? client.name : row.actorId,
      },
      target_id: row.targetId,
      request_id: row.requestId,
      address: row.address,
      user_agent: row.userAgent,
      detail,
    };
  });
}
