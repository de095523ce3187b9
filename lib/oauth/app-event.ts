import type { AuditEvent, Origin } from './ports';

/** What a person does at an app: in the app's activity. Outcome and detail are the caller's. */
export const appEvent = (
  at: number,
  origin: Origin,
  app: { id: string; tenantId: string },
  person: { userId: string; email: string } | undefined,
  detail: Record<string, unknown> = {},
): Omit<AuditEvent, 'action' | 'outcome'> => ({
  ...origin,
  at: new Date(at),
  tenantId: app.tenantId,
  actorType: person ? 'user' : 'anonymous',
  actorId: person?.userId ?? 'unrecognised',
  targetId: app.id,
  jti: null,
  detail: person ? { ...detail, actor_name: person.email } : detail,
});
