import { and, desc, eq, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { AuditAction } from '../contract/audit-actions';
import type { Executor } from './database';
import {
  auditEvents,
  BY_CLIENTS_TO_OTHERS,
  BY_OTHERS_THAN_CLIENTS,
  FAILURES,
  NOT_TRAFFIC,
  TRAFFIC,
} from './schema';

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
    // What a client does for itself is in its own activity.
    return isClient(actorId)
      ? eq(auditEvents.targetId, actorId)
      : and(eq(auditEvents.actorId, actorId), BY_OTHERS_THAN_CLIENTS);
  if (actions && !actions.some((action) => TRAFFIC.includes(action))) return NOT_TRAFFIC;
  if (outcome === 'failure') return FAILURES;
  return undefined;
}

const isClient = (actorId: string) => actorId.startsWith('client_');

/** What one that manages clients did to them is led to by another index: both are gone through side by side. */
function leadsOf(conditions: AuditConditions): (SQL | undefined)[] {
  const { requestId, jti, targetId, actorId } = conditions;
  const lead = leadOf(conditions);
  if (actorId === undefined || !isClient(actorId) || (requestId ?? jti ?? targetId) !== undefined)
    return [lead];
  return [lead, and(eq(auditEvents.actorId, actorId), BY_CLIENTS_TO_OTHERS)];
}

/** A number that the planner sees: as a parameter it would be guessed, and the plan made for the guess. */
const literal = (count: number) => sql.raw(String(count)) as unknown as number;

/** Where the rows of a portion are: all that an index finds, and what is newest of it. */
const within = (
  tenantId: string,
  conditions: AuditConditions,
  before: AuditPlace | undefined,
  lead: SQL | undefined,
) =>
  and(
    eq(auditEvents.tenantId, tenantId),
    conditions.from && gte(auditEvents.at, conditions.from),
    conditions.to && lt(auditEvents.at, conditions.to),
    // The first lets whole months be passed over.
    before && lte(auditEvents.at, before.at),
    before &&
      sql`(${auditEvents.at}, ${auditEvents.id}) < (${before.at.toISOString()}::timestamptz, ${String(before.id)}::bigint)`,
    lead,
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
  const order = [desc(auditEvents.at), desc(auditEvents.id)];
  const [first, second] = leadsOf(conditions).map((lead) => {
    const where = within(tenantId, conditions, before, lead);
    return {
      portion: db
        .select()
        .from(auditEvents)
        .where(where)
        .orderBy(...order)
        .limit(literal(LARGEST_PORTION)),
      async end(): Promise<AuditPlace | undefined> {
        const [last] = await db
          .select({ at: auditEvents.at, id: auditEvents.id })
          .from(auditEvents)
          .where(where)
          .orderBy(...order)
          .offset(literal(LARGEST_PORTION - 1))
          .limit(literal(1));
        return last;
      },
    };
  });
  if (!first) throw new Error('a search without a lead');
  const scanned = (second ? unionAll(first.portion, second.portion) : first.portion).as('scanned');
  // Of two portions that end in different places, only what both have reached is whole.
  const bothReach = second && latest(await first.end(), await second.end());
  const found = await db
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
  const rows = bothReach ? found.filter((row) => !isBefore(row, bothReach)) : found;
  if (rows.length > limit) {
    const shown = rows.slice(0, limit);
    return { rows: shown, next: shown.at(-1), searchedTo: undefined };
  }
  const end = second ? bothReach : await first.end();
  return { rows, next: end, searchedTo: end?.at };
}

/** As the log is ordered. */
const isBefore = (one: AuditPlace, other: AuditPlace): boolean =>
  one.at < other.at || (one.at.getTime() === other.at.getTime() && one.id < other.id);

const latest = (one: AuditPlace | undefined, other: AuditPlace | undefined): AuditPlace | undefined =>
  one && other && isBefore(one, other) ? other : (one ?? other);
