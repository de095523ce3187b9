import type { AuditAction } from '../contract/audit-actions';
import { may, needsFreshFactor, type Permission, type Role } from '../contract/roles';
import type { AuditEvent, Origin } from '../oauth/ports';
import { type Machine, scopeAllows } from './machine';
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

/** Whoever runs the installation, at its command line: nothing of a tenant is closed to them. */
export interface Operator {
  command: string;
  tenantId: string;
  origin: Origin;
}

/** Who manages a tenant's clients. */
export type Actor = Principal | Machine | Operator;

/** @throws Refusal 403 forbidden; 403 step_up_required for what an unattended or stolen session must not do */
export function permit(
  actor: Pick<Principal, 'role' | 'fresh'> | Machine | Operator,
  permission: Permission,
): void {
  if ('command' in actor) return;
  if ('clientId' in actor) {
    if (!scopeAllows(actor, permission))
      throw new Refusal(
        403,
        'forbidden',
        'No scope of this token allows this: a person does it in the portal.',
      );
    return;
  }
  if (!may(actor.role, permission))
    throw new Refusal(403, 'forbidden', `Your role (${actor.role}) does not allow this.`);
  if (needsFreshFactor(permission)) requireFresh(actor);
}

/** @throws Refusal 403 step_up_required */
export function requireFresh({ fresh }: Pick<Principal, 'fresh'>): void {
  if (!fresh) throw new Refusal(403, 'step_up_required', 'Confirm that it is you first.');
}

/** How a secret's `created_by` names them. */
export function authorOf(actor: Actor): string {
  if ('command' in actor) return actor.command;
  return 'clientId' in actor ? actor.clientId : actor.email;
}

type Author = Omit<Principal, 'fresh'> | Machine | Operator;

function rowOf(actor: Author): Pick<AuditEvent, 'actorType' | 'actorId' | 'jti' | 'detail'> {
  if ('command' in actor) return { actorType: 'operator', actorId: actor.command, jti: null, detail: {} };
  // Of a client the token too: one that was stolen is looked for by its id.
  if ('clientId' in actor)
    return { actorType: 'client', actorId: actor.clientId, jti: actor.jti, detail: {} };
  return { actorType: 'user', actorId: actor.userId, jti: null, detail: { actor_name: actor.email } };
}

/** The audit row of a change. */
export function changeEvent(
  actor: Author,
  at: Date,
  action: AuditAction,
  targetId: string,
  detail: Record<string, unknown> = {},
): AuditEvent {
  const who = rowOf(actor);
  return {
    ...actor.origin,
    ...who,
    at,
    tenantId: actor.tenantId,
    action,
    outcome: 'success',
    targetId,
    detail: { ...detail, ...who.detail },
  };
}
