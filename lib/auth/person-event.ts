import type { AuditAction } from '../contract/audit-actions';
import type { AuditEvent, Origin } from '../oauth/ports';

/**
 * The audit row of what somebody did to get in, or to their own account without being in. Nobody known: nothing of what
 * they typed is kept, since it may be a password in the wrong field.
 */
export const personEvent = (
  at: Date,
  origin: Origin,
  person: { id: string; tenantId: string; email: string } | undefined,
  action: AuditAction,
  detail: Record<string, unknown> = {},
  outcome: AuditEvent['outcome'] = 'success',
): AuditEvent => ({
  ...origin,
  at,
  tenantId: person?.tenantId ?? null,
  actorType: person ? 'user' : 'anonymous',
  actorId: person?.id ?? 'unrecognised',
  action,
  outcome,
  targetId: person?.id ?? null,
  jti: null,
  detail: person ? { ...detail, actor_name: person.email } : detail,
});
