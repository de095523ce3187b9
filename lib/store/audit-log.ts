import { and, desc, eq, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { AuditAction } from '../contract/audit-actions';
import type { Executor } from './database';
import { auditEvents, BY_OTHERS_THAN_CLIENTS, FAILURES, NOT_TRAFFIC, TRAFFIC } from './schema';

/** Which rows of a tenant are wanted; each condition narrows. */
export interface AuditConditions {
  /** Inclusive. */
  from?: Date;
  /** Exclusive. */
  to?: Date;
  actions?: readonly AuditAction[];
  outcome?: 'success' | 'failure';
  actorId?: string;
  targetId?: string;
  address?: string;
  requestId?: string;
  jti?: string;
}

/** A place in the log: rows are in the order of `at`, those of one millisecond in that of their ids. */
export interface AuditPlace {
  at: Date;
  id: bigint;
}

export type AuditRow = typeof auditEvents.$inferSelect;

/** Rows looked at for one page. What no index leads to is found in portions of bounded work, however long the log is. */
const LARGEST_PORTION = 20_000;

/** The one condition that an index leads to, the most telling first. All others are checked row by row. */
function leadOf({ requestId, jti, targetId, actorId, actions, outcome }: AuditConditions): SQL | undefined {
  if (requestId !== undefined) return eq(auditEvents.requestId, requestId);
  if (jti !== undefined) return eq(auditEvents.jti, jti);
  if (targetId !== undefined) return eq(auditEvents.targetId, targetId);
  if (actorId !== undefined)
    // What a client does is in its own activity.
    return actorId.startsWith('client_')
      ? eq(auditEvents.targetId, actorId)
      : and(eq(auditEvents.actorId, actorId), BY_OTHERS_THAN_CLIENTS);
  if (actions && !actions.some((action) => TRAFFIC.includes(action))) return NOT_TRAFFIC;
  if (outcome === 'failure') return FAILURES;
  return undefined;
}

/** A number that the planner sees: as a parameter it would be guessed, and the plan made for the guess. */
const literal = (count: number) => sql.raw(String(count)) as unknown as number;

/** Where the rows of a portion are: all that an index finds, and what is newest of it. */
const within = (tenantId: string, conditions: AuditConditions, before: AuditPlace | undefined) =>
  and(
    eq(auditEvents.tenantId, tenantId),
    conditions.from && gte(auditEvents.at, conditions.from),
    conditions.to && lt(auditEvents.at, conditions.to),
    // The first lets whole months be passed over.
    before && lte(auditEvents.at, before.at),
    before &&
      sql`(${auditEvents.at}, ${auditEvents.id}) < (${before.at.toISOString()}::timestamptz, ${String(before.id)}::bigint)`,
    leadOf(conditions),
  );

/**
 * Rows of one tenant, newest first.
 *
 * @param before the place to go on from; it is not among them
 * @returns `next` to go on from, undefined at the end of the log; `searchedTo` when the page is short because a portion ended
 */
export async function findAuditRows(
  db: Executor,
  tenantId: string,
  conditions: AuditConditions,
  { before, limit }: { before?: AuditPlace; limit: number },
): Promise<{ rows: AuditRow[]; next: AuditPlace | undefined; searchedTo: Date | undefined }> {
  const { actions, outcome, actorId, targetId, address, requestId, jti } = conditions;
  const here = within(tenantId, conditions, before);
  const order = [desc(auditEvents.at), desc(auditEvents.id)];
  const scanned = db
    .select()
    .from(auditEvents)
    .where(here)
    .orderBy(...order)
    .limit(literal(LARGEST_PORTION))
    .as('scanned');
  const rows = await db
    .select()
    .from(scanned)
    .where(
      and(
        actions && inArray(scanned.action, [...actions]),
        outcome && eq(scanned.outcome, outcome),
        actorId === undefined ? undefined : eq(scanned.actorId, actorId),
        targetId === undefined ? undefined : eq(scanned.targetId, targetId),
        address === undefined ? undefined : eq(scanned.address, address),
        requestId === undefined ? undefined : eq(scanned.requestId, requestId),
        jti === undefined ? undefined : eq(scanned.jti, jti),
      ),
    )
    .orderBy(desc(scanned.at), desc(scanned.id))
    .limit(literal(limit + 1));
  if (rows.length > limit) {
    const shown = rows.slice(0, limit);
    return { rows: shown, next: shown.at(-1), searchedTo: undefined };
  }
  const [end] = await db
    .select({ at: auditEvents.at, id: auditEvents.id })
    .from(auditEvents)
    .where(here)
    .orderBy(...order)
    .offset(literal(LARGEST_PORTION - 1))
    .limit(literal(1));
  return { rows, next: end, searchedTo: end?.at };
}
