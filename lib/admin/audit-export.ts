import type { AuditEntry, AuditFilter } from '../contract/audit';
import { EXPORT_ROWS } from '../contract/audit-export';
import { insertAuditEvent } from '../store/audit';
import { type AuditPlace, findAuditRows } from '../store/audit-log';
import { toEntries } from './audit-entry';
import { conditionsOf } from './audit-log';
import { changeEvent, type Principal, permit } from './principal';
import { tooMany } from './refusal';
import type { AdminServices } from './services';

/** Rows in memory at a time. */
const PORTION = 1_000;
/** Portions looked at for one export: where next to nothing matches, it ends as well. */
const MOST_PORTIONS = 500;

/** Part of an export; the last one says whether there would have been more. */
export interface ExportPart {
  events: AuditEntry[];
  cut: boolean;
}

/**
 * The rows that match, newest first, portion by portion. That it was asked for is in the log before the first of them
 * is read.
 *
 * @throws Refusal 429
 */
export async function exportAuditLog(
  principal: Principal,
  format: string,
  filter: AuditFilter,
  services: AdminServices,
): Promise<AsyncGenerator<ExportPart>> {
  permit(principal, 'activity:read');
  const { db, clock, limiter } = services;
  const { allowed, retryAfter } = await limiter.take('audit_export', principal.userId);
  if (!allowed) throw tooMany(Math.max(1, retryAfter), 'Too many exports: wait a minute.');
  const conditions = await conditionsOf(principal, filter, services);
  await insertAuditEvent(
    db,
    changeEvent(principal, new Date(clock()), 'audit.exported', principal.tenantId, { format, filter }),
  );
  return parts();

  async function* parts(): AsyncGenerator<ExportPart> {
    let before: AuditPlace | undefined;
    let left = EXPORT_ROWS;
    for (let portion = 1; ; portion++) {
      const limit = Math.min(PORTION, left);
      const { rows, next } = await findAuditRows(db, principal.tenantId, conditions, { before, limit });
      left -= rows.length;
      const cut = next !== undefined && (left === 0 || portion === MOST_PORTIONS);
      yield { events: await toEntries(db, principal.tenantId, rows), cut };
      if (next === undefined || cut) return;
      before = next;
    }
  }
}
