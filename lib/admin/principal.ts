import type { AuditAction } from '../contract/audit-actions';
import { may, needsFreshFactor, type Permission, type Role } from '../contract/roles';
import type { AuditEvent, Origin } from '../oauth/ports';
import { Refusal } from './refusal';

/** A signed-in person and where the call came from. */
export interface Principal {
  userId: string;
  email: string;
  role: Role;
  tenantId: string;
  tenantName: string;
  /** Whether they proved a factor within the last five minutes. */
  fresh: boolean;
  origin: Origin;
}

/** @throws Refusal 403 forbidden; 403 step_up_required for what an unattended or stolen session must not do */
export function permit(principal: Pick<Principal, 'role' | 'fresh'>, permission: Permission): void {
  if (!may(principal.role, permission))
    throw new Refusal(403, 'forbidden', `Your role (${principal.role}) does not allow this.`);
  if (needsFreshFactor(permission)) requireFresh(principal);
}

/** @throws Refusal 403 step_up_required */
export function requireFresh({ fresh }: Pick<Principal, 'fresh'>): void {
  if (!fresh) throw new Refusal(403, 'step_up_required', 'Confirm that it is you first.');
}

/** The audit row of a change made by a person. */
export function changeEvent(
  principal: Omit<Principal, 'fresh'>,
  at: Date,
  action: AuditAction,
  targetId: string,
  detail: Record<string, unknown> = {},
): AuditEvent {
  return {
    ...principal.origin,
    at,
    tenantId: principal.tenantId,
    actorType: 'user',
    actorId: principal.userId,
    action,
    outcome: 'success',
    targetId,
    jti: null,
    detail: { ...detail, actor_name: principal.email },
  };
}
