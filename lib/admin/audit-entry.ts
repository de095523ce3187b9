import type { AuditEntry } from '../contract/audit';
import type { AuditRow } from '../store/audit-log';
import { findNames } from '../store/audit-names';
import type { Executor } from '../store/database';

/** Rows as they are shown, with the names of whom they are about. */
export async function toEntries(
  db: Executor,
  tenantId: string,
  rows: readonly AuditRow[],
): Promise<AuditEntry[]> {
  const names = await findNames(
    db,
    tenantId,
    rows.flatMap(({ actorId, targetId }) => [actorId, targetId]),
  );
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
        name: typeof actor_name === 'string' ? actor_name : (names.get(row.actorId) ?? row.actorId),
      },
      target_id: row.targetId,
      target_name: (row.targetId !== null && names.get(row.targetId)) || null,
      jti: row.jti,
      request_id: row.requestId,
      address: row.address,
      user_agent: row.userAgent,
      detail,
    };
  });
}
