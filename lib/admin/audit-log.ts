import type { AuditEntry, AuditFilter, AuditPage } from '../contract/audit';
import { AUDIT_GROUPS } from '../contract/audit-actions';
import { type AuditConditions, type AuditPlace, findAuditRows } from '../store/audit-log';
import { findUserByEmail } from '../store/users';
import { toEntries } from './audit-entry';
import { type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/** Rows of a page unless it asks for fewer or more. */
const PAGE = 50;

/** What a filter means in the log. A person may be named by their address, as far as they are of one's own tenant. */
export async function conditionsOf(
  { tenantId }: Principal,
  { from, to, group, action, outcome, actor, target, address, request, jti }: AuditFilter,
  { db }: Pick<AdminServices, 'db'>,
): Promise<AuditConditions> {
  const person = actor?.includes('@') ? await findUserByEmail(db, actor.toLowerCase()) : undefined;
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    actions: actionsOf(group, action),
    outcome,
    actorId: person?.tenantId === tenantId ? person.id : actor,
    targetId: target,
    address,
    requestId: request,
    jti,
  };
}

function actionsOf(group: AuditFilter['group'], action: AuditFilter['action']): AuditConditions['actions'] {
  if (group === undefined) return action && [action];
  const actions: AuditConditions['actions'] = AUDIT_GROUPS[group];
  return action ? actions.filter((one) => one === action) : actions;
}

const placeText = ({ at, id }: AuditPlace): string => `${at.getTime()}-${id}`;

function readPlace(cursor: string): AuditPlace {
  const [at, id] = cursor.split('-');
  return { at: new Date(Number(at)), id: BigInt(id ?? 0) };
}

/** A page of the tenant's audit log, newest first. */
export async function readAuditLog(
  principal: Principal,
  { cursor, limit = PAGE, ...filter }: AuditFilter & { cursor?: string; limit?: number },
  services: AdminServices,
): Promise<Omit<AuditPage, 'now'>> {
  permit(principal, 'activity:read');
  const { db } = services;
  const conditions = await conditionsOf(principal, filter, services);
  const { rows, next, searchedTo } = await findAuditRows(db, principal.tenantId, conditions, {
    before: cursor === undefined ? undefined : readPlace(cursor),
    limit,
  });
  return {
    events: await toEntries(db, principal.tenantId, rows),
    next: next ? placeText(next) : null,
    searched_to: searchedTo?.toISOString() ?? null,
  };
}

/** Rows that one request can leave behind, and some. */
const ROWS_OF_A_REQUEST = 20;

/**
 * What the tenant's log holds of one request: the cause of a refusal, which its caller was not told.
 *
 * @throws Refusal 404 for a request that left nothing there: unknown, another tenant's, or not of a kind that is recorded
 */
export async function readRequest(
  principal: Principal,
  requestId: string,
  { db }: AdminServices,
): Promise<AuditEntry[]> {
  permit(principal, 'activity:read');
  const { rows } = await findAuditRows(db, principal.tenantId, { requestId }, { limit: ROWS_OF_A_REQUEST });
  if (rows.length === 0) throw notFound('request in your tenant’s audit log');
  return toEntries(db, principal.tenantId, rows);
}
