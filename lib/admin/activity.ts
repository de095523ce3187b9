import type { ActivityEvent } from '../contract/portal';
import { findAppRow } from '../store/apps';
import { listAuditEvents } from '../store/audit';
import { findClientRow } from '../store/clients';
import { type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/** Rows a page shows at most. */
const PAGE = 100;

/**
 * The newest audit rows, of one client or app or of the whole tenant.
 *
 * @throws Refusal 404 for a client or app of another tenant
 */
export async function readActivity(
  principal: Principal,
  of: { client: string } | { app: string } | undefined,
  services: AdminServices,
): Promise<ActivityEvent[]> {
  permit(principal, 'activity:read');
  const { db, clock } = services;
  const { tenantId } = principal;
  const client = of && 'client' in of && (await findClientRow(db, tenantId, of.client));
  const app = of && 'app' in of && (await findAppRow(db, tenantId, of.app, new Date(clock())));
  const target = client || app;
  if (of && !target) throw notFound('client' in of ? 'client' : 'app');
  const rows = await listAuditEvents(db, tenantId, { targetId: target ? target.id : undefined, limit: PAGE });
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
