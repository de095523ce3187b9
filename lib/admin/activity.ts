import type { AuditEntry } from '../contract/audit';
import { findAppRow } from '../store/apps';
import { findAuditRows } from '../store/audit-log';
import { findClientRow } from '../store/clients';
import { toEntries } from './audit-entry';
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
): Promise<AuditEntry[]> {
  permit(principal, 'activity:read');
  const { db, clock } = services;
  const { tenantId } = principal;
  const client = of && 'client' in of && (await findClientRow(db, tenantId, of.client));
  const app = of && 'app' in of && (await findAppRow(db, tenantId, of.app, new Date(clock())));
  const target = client || app;
  if (of && !target) throw notFound('client' in of ? 'client' : 'app');
  const { rows } = await findAuditRows(
    db,
    tenantId,
    { targetId: target ? target.id : undefined },
    { limit: PAGE },
  );
  return toEntries(db, tenantId, rows);
}
