import type { AuditEvent, Origin } from './ports';

const CLIENT_ID = /^client_[0-9A-Za-z]{22}$/;

/** Whoever a token or a credential speaks for. */
export interface Subject {
  type: 'client' | 'user';
  id: string;
  tenantId: string;
}

export const subjectOf = ({ id, tenantId }: Pick<Subject, 'id' | 'tenantId'>): Subject => ({
  type: 'client',
  id,
  tenantId,
});

/** What was done. `jti` is of the token that it is about. */
type Deed = Pick<AuditEvent, 'action' | 'outcome' | 'detail'> & { jti?: string };

/**
 * The audit row of what a known client or person did. Written out member by member: one is made for every token, and
 * members copied from another object cost ten times as much.
 *
 * @param at milliseconds since the epoch
 */
export const subjectEvent = (
  at: number,
  { requestId, address, userAgent }: Origin,
  { type, id, tenantId }: Subject,
  { action, outcome, detail, jti }: Deed,
): AuditEvent => ({
  at: new Date(at),
  tenantId,
  actorType: type,
  actorId: id,
  action,
  outcome,
  targetId: id,
  jti: jti ?? null,
  requestId,
  address,
  userAgent,
  detail,
});

/** The same of a client whose secret a scanner has reported: the client did nothing. */
export const scannerEvent = (
  at: number,
  origin: Origin,
  client: Pick<Subject, 'id' | 'tenantId'>,
  deed: Deed,
): AuditEvent => ({
  ...subjectEvent(at, origin, subjectOf(client), deed),
  actorType: 'operator',
  actorId: 'secret_scanner',
});

/** The same of a client that may not exist. */
export function anonymousOrClientEvent(
  at: number,
  origin: Origin,
  client: Pick<Subject, 'id' | 'tenantId'> | undefined,
  presentedId: string,
  deed: Deed,
): AuditEvent {
  if (client) return subjectEvent(at, origin, subjectOf(client), deed);
  return {
    ...origin,
    ...deed,
    at: new Date(at),
    tenantId: null,
    actorType: 'anonymous',
    // What came as client_id may be anything, a secret pasted into the wrong field included: only the form of an id is kept.
    actorId: CLIENT_ID.test(presentedId) ? presentedId : 'unrecognised',
    targetId: null,
    jti: null,
  };
}
