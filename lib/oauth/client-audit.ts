import type { AuditEvent, ClientRecord, Origin } from './ports';

const CLIENT_ID = /^client_[0-9A-Za-z]{22}$/;

/** The part of an audit row that says which client it was about. */
export function clientEvent(
  at: number,
  origin: Origin,
  client: Pick<ClientRecord, 'id' | 'tenantId'> | undefined,
  presentedId: string,
): Omit<AuditEvent, 'action' | 'outcome' | 'detail'> {
  return {
    ...origin,
    at: new Date(at),
    tenantId: client?.tenantId ?? null,
    actorType: client ? 'client' : 'anonymous',
    // What came as client_id may be anything, a secret pasted into the wrong field included: only the form of an id is kept.
    actorId: client?.id ?? (CLIENT_ID.test(presentedId) ? presentedId : 'unrecognised'),
    targetId: client?.id ?? null,
    jti: null,
  };
}
