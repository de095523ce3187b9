import type { AuditAction } from '../contract/audit-actions';
import { newId } from '../ids';
import type { AuditEvent } from '../oauth/ports';
import { insertAuditEvent } from '../store/audit';
import { type Executor, markedAt } from '../store/database';
import { deleteFactors, lockUserRow } from '../store/factors';
import { endMemberTokens } from '../store/members';
import { deleteTenantAppSessions } from '../store/sessions';
import {
  deleteTenantSessions,
  listTenants,
  lockTenantRow,
  type TenantRow,
  updateTenantRow,
} from '../store/tenants';
import { findUserByEmail } from '../store/users';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/** What whoever runs the installation does with tenants, by a command on the machine itself. */
type OperationServices = Pick<AdminServices, 'db' | 'clock'>;

/** A tenant as its operator sees it. */
export interface TenantSummary {
  tenant_id: string;
  name: string;
  status: 'active' | 'suspended';
  operator: boolean;
  people: number;
  clients: number;
  created_at: string;
  tokens_not_before: string | null;
}

/** All of them, oldest first. */
export async function summariseTenants({ db }: OperationServices): Promise<TenantSummary[]> {
  const rows = await listTenants(db);
  return rows.map((row) => ({
    tenant_id: row.id,
    name: row.name,
    status: row.status,
    operator: row.operator,
    people: row.people,
    clients: row.clients,
    created_at: row.createdAt.toISOString(),
    tokens_not_before: markedAt(row.tokensNotBefore)?.toISOString() ?? null,
  }));
}

/** One change of a tenant under its lock, with its audit row. @returns whether anything changed. @throws Refusal 404 */
function changeTenant(
  tenantId: string,
  { db, clock }: OperationServices,
  action: AuditAction,
  apply: (tx: Executor, row: TenantRow, now: Date) => Promise<boolean>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const row = await lockTenantRow(tx, tenantId);
    if (!row) throw notFound('tenant');
    const now = new Date(clock());
    const changed = await apply(tx, row, now);
    if (changed) await insertAuditEvent(tx, operatorEvent(now, action, tenantId));
    return changed;
  });
}

/**
 * Shuts a tenant out: its clients, its people and every token they hold, at once and for good. Resumed, it starts with
 * new tokens and new sessions.
 *
 * @returns whether anything changed
 * @throws Refusal 404
 */
export const suspendTenant = (tenantId: string, services: OperationServices): Promise<boolean> =>
  changeTenant(tenantId, services, 'tenant.suspended', async (tx, row, now) => {
    if (row.status === 'suspended') return false;
    await updateTenantRow(tx, tenantId, { status: 'suspended', tokensNotBefore: now });
    await deleteTenantSessions(tx, tenantId);
    return true;
  });

/** @returns whether anything changed. @throws Refusal 404 */
export const resumeTenant = (tenantId: string, services: OperationServices): Promise<boolean> =>
  changeTenant(tenantId, services, 'tenant.resumed', async (tx, row) => {
    if (row.status === 'active') return false;
    await updateTenantRow(tx, tenantId, { status: 'active' });
    return true;
  });

/** Ends every token of the tenant; new ones are good. @throws Refusal 404 */
export const endTokensOfTenant = (tenantId: string, services: OperationServices): Promise<boolean> =>
  changeTenant(tenantId, services, 'tenant.tokens_ended', async (tx, _, now) => {
    await updateTenantRow(tx, tenantId, { tokensNotBefore: now });
    await deleteTenantAppSessions(tx, tenantId);
    return true;
  });

/**
 * Says whether a tenant's admins run this installation, and so its signing keys.
 *
 * @returns whether anything changed
 * @throws Refusal 404
 */
export const setOperator = (
  tenantId: string,
  operator: boolean,
  services: OperationServices,
): Promise<boolean> =>
  changeTenant(
    tenantId,
    services,
    operator ? 'tenant.made_operator' : 'tenant.unmade_operator',
    async (tx, row) => {
      if (row.operator === operator) return false;
      await updateTenantRow(tx, tenantId, { operator });
      return true;
    },
  );

/**
 * The way back for whoever has lost every factor and has nobody above them, such as a last owner: their factors are
 * gone, and they are signed out everywhere. Whoever runs this has made sure who asks.
 *
 * @param email of the person
 * @throws Refusal 404
 */
export async function resetFactorsOf(email: string, { db, clock }: OperationServices): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await findUserByEmail(tx, email.trim().toLowerCase());
    if (!user) throw notFound('person');
    const now = new Date(clock());
    await lockUserRow(tx, user.id);
    await deleteFactors(tx, user.id);
    await endMemberTokens(tx, user.id, clock, true);
    await insertAuditEvent(tx, {
      ...operatorEvent(now, 'member.factors_reset', user.tenantId),
      targetId: user.id,
      detail: { user_email: user.email },
    });
  });
}

/** In the tenant's own log, so that its people see it. */
const operatorEvent = (at: Date, action: AuditAction, tenantId: string): AuditEvent => ({
  at,
  tenantId,
  actorType: 'operator',
  actorId: 'tenant command',
  action,
  outcome: 'success',
  targetId: tenantId,
  jti: null,
  requestId: newId('req'),
  address: 'local',
  userAgent: '',
  detail: {},
});
