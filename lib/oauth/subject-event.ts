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

type EventBase = Omit<AuditEvent, 'action' | 'outcome' | 'detail'>;

/**
 * The part of an audit row that says who did it: a client or a person, known.
 *
 * @param jti of the token that it is about
 */
export function subjectEvent(
  at: number,
  { requestId, address, userAgent }: Origin,
  { type, id, tenantId }: Subject,
  jti: string | null = null,
): EventBase {
  return {
    requestId,
    address,
    userAgent,
    at: new Date(at),
    tenantId,
    actorType: type,
    actorId: id,
    targetId: id,
    jti,
  };
}

/** The same of a client whose secret a scanner has reported: the client did nothing. */
export const scannerEvent = (
  at: number,
  origin: Origin,
  client: Pick<Subject, 'id' | 'tenantId'>,
): EventBase => ({
  ...subjectEvent(at, origin, { type: 'client', ...client }),
  actorType: 'operator',
  actorId: 'secret_scanner',
});

/** The same of a client that may not exist. */
export function anonymousOrClientEvent(
  at: number,
  origin: Origin,
  client: Pick<Subject, 'id' | 'tenantId'> | undefined,
  presentedId: string,
): EventBase {
  if (client) return subjectEvent(at, origin, { type: 'client', ...client });
  return {
    ...origin,
    at: new Date(at),
    tenantId: null,
    actorType: 'anonymous',
    // What came as client_id may be anything, a secret pasted into the wrong field included: only the form of an id is kept.
    actorId: CLIENT_ID.test(presentedId) ? presentedId : 'unrecognised',
    targetId: null,
    jti: null,
  };
}
