import type { AuditEntry, AuditFilter } from '../contract/audit';
import { EXPORT_ROWS } from '../contract/audit-export';
import { insertAuditEvent } from '../store/audit';
import { type AuditConditions, type AuditPlace, findAuditRows } from '../store/audit-log';
import { toEntries } from './audit-entry';
import { conditionsOf } from './audit-log';
import type { Export, ExportGate, Portion } from './export-gate';
import { refuseTooManyExports } from './export-limit';
import { changeEvent, type Principal, permit } from './principal';
import type { AdminServices } from './services';

/** Rows in memory at a time. */
const PORTION = 1_000;
/** Portions looked at for one export: where next to nothing matches, it ends as well. */
const MOST_PORTIONS = 500;
const CUT = `Cut: an export holds at most ${EXPORT_ROWS} rows. Narrow the filters for the older ones.`;

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
  services: AdminServices & { exports: ExportGate },
): Promise<Export<AuditEntry>> {
  permit(principal, 'activity:read');
  const { db, clock } = services;
  await refuseTooManyExports(principal, services);
  return services.exports.begin(principal.tenantId, async () => {
    const conditions = await conditionsOf(principal, filter, services);
    await insertAuditEvent(
      db,
      changeEvent(principal, new Date(clock()), 'audit.exported', principal.tenantId, { format, filter }),
    );
    return portionsOf(principal.tenantId, conditions, services);
  });
}

async function* portionsOf(
  tenantId: string,
  conditions: AuditConditions,
  { db }: AdminServices,
): AsyncGenerator<Portion<AuditEntry>> {
  let before: AuditPlace | undefined;
  let left = EXPORT_ROWS;
  for (let portion = 1; ; portion++) {
    const limit = Math.min(PORTION, left);
    const { rows, next } = await findAuditRows(db, tenantId, conditions, { before, limit });
    left -= rows.length;
    const cut = next !== undefined && (left === 0 || portion === MOST_PORTIONS);
    yield { rows: await toEntries(db, tenantId, rows), ...(cut ? { note: CUT } : {}) };
    if (next === undefined || cut) return;
    before = next;
  }
}
