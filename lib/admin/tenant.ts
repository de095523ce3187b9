import type { z } from 'zod';
import type { TenantView, updateTenantSchema } from '../contract/portal';
import { insertAuditEvent } from '../store/audit';
import { type Executor, markedAt } from '../store/database';
import { countFactors } from '../store/factors';
import { deleteResources, insertResources, listResources } from '../store/resources';
import { deleteSingleFactorAppSessions, deleteTenantAppSessions } from '../store/sessions';
import {
  clientsWithResources,
  findTenantRow,
  lockTenantRow,
  type TenantRow,
  updateTenantRow,
} from '../store/tenants';
import { changeEvent, type Principal, permit } from './principal';
import { notFound, Refusal } from './refusal';
import type { AdminServices } from './services';

type Wanted = z.output<typeof updateTenantSchema>;

/** The person's own tenant: what its people agreed on for all its clients. */
export async function readTenant(
  principal: Principal,
  services: AdminServices,
  db: Executor = services.db,
): Promise<TenantView> {
  permit(principal, 'tenant:read');
  const row = await findTenantRow(db, principal.tenantId);
  if (!row) throw notFound('tenant');
  return tenantView(row, await listResources(db, row.id));
}

const tenantView = (row: TenantRow, resources: string[]): TenantView => ({
  id: row.id,
  name: row.name,
  operator: row.operator,
  secrets_allowed: row.secretsAllowed,
  self_rotation: row.selfRotation,
  secret_overlap_seconds: row.secretOverlapSeconds,
  secret_max_age_days: row.secretMaxAgeDays,
  rotation_overlap_seconds: row.rotationOverlapSeconds,
  leaked_secret_action: row.leakedSecretAction,
  second_factor_required: row.secondFactorRequired,
  resources,
  tokens_not_before: markedAt(row.tokensNotBefore)?.toISOString() ?? null,
});

/** The columns behind the contract's fields; resources have a table of their own. */
const COLUMNS = {
  secrets_allowed: 'secretsAllowed',
  self_rotation: 'selfRotation',
  secret_overlap_seconds: 'secretOverlapSeconds',
  secret_max_age_days: 'secretMaxAgeDays',
  rotation_overlap_seconds: 'rotationOverlapSeconds',
  leaked_secret_action: 'leakedSecretAction',
  second_factor_required: 'secondFactorRequired',
} as const satisfies Record<Exclude<keyof Wanted, 'resources'>, keyof TenantRow>;

/**
 * Changes the tenant's policy. What is not sent stays as it is.
 *
 * @throws Refusal 403; 409 for a resource that another tenant has, or that clients still name, and for requiring a second
 *   factor without having one
 */
export function updateTenant(
  principal: Principal,
  wanted: Wanted,
  services: AdminServices,
): Promise<TenantView> {
  permit(principal, 'tenant:edit');
  const now = new Date(services.clock());
  return services.db.transaction(async (tx) => {
    const row = await lockTenantRow(tx, principal.tenantId);
    if (!row) throw notFound('tenant');
    const view = tenantView(row, await listResources(tx, row.id));
    const changed = changedFields(view, wanted);
    if (changed.length === 0) return view;

    const columns = changed.flatMap((field) =>
      field === 'resources' ? [] : [[COLUMNS[field], wanted[field]] as const],
    );
    if (changed.includes('second_factor_required') && wanted.second_factor_required) {
      await refuseWithoutFactor(tx, principal);
      await deleteSingleFactorAppSessions(tx, row.id);
    }
    if (columns.length > 0) await updateTenantRow(tx, row.id, Object.fromEntries(columns));
    if (wanted.resources) await changeResources(tx, view, wanted.resources, now, services.issuer);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'tenant.updated', row.id, {
        before: Object.fromEntries(changed.map((field) => [field, view[field]])),
        after: Object.fromEntries(changed.map((field) => [field, wanted[field]])),
      }),
    );
    return readTenant(principal, services, tx);
  });
}

/** Whoever shuts the door behind them must have a key. @throws Refusal 409 */
async function refuseWithoutFactor(tx: Executor, { userId }: Principal): Promise<void> {
  const { totp, passkeys } = await countFactors(tx, userId);
  if (totp || passkeys > 0) return;
  const words = 'You have no second factor yourself: set one up under Account security first.';
  throw new Refusal(409, 'conflict', words, { second_factor_required: words });
}

/** A set of resources in another order is the same. */
const comparable = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);

const changedFields = (view: TenantView, wanted: Wanted) =>
  (Object.keys(wanted) as (keyof Wanted)[]).filter(
    (field) => wanted[field] !== undefined && comparable(wanted[field]) !== comparable(view[field]),
  );

/** Adds and takes away, under the tenant's lock. @throws Refusal 409 */
async function changeResources(
  tx: Executor,
  { id, resources }: TenantView,
  wanted: string[],
  now: Date,
  issuer: string,
): Promise<void> {
  const own = wanted.find((resource) => new URL(resource).origin === new URL(issuer).origin);
  if (own !== undefined) throw notPossible(`${own} is this service itself.`);
  const gone = resources.filter((resource) => !wanted.includes(resource));
  if (gone.length > 0) {
    const naming = await clientsWithResources(tx, id, gone);
    if (naming.length > 0)
      throw notPossible(`Take it from these clients first: ${listed(naming)}. Their tokens name it.`);
    await deleteResources(tx, id, gone);
  }
  const added = wanted.filter((resource) => !resources.includes(resource));
  const taken = await insertResources(tx, id, added, now);
  // Not whose: that is nobody else's business.
  if (taken !== undefined) throw notPossible(`${taken} is not to be had: ask your operator.`);
}

const notPossible = (words: string) => new Refusal(409, 'conflict', words, { resources: words });

const SHOWN = 5;
const listed = (names: string[]) =>
  names.length > SHOWN
    ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`
    : names.join(', ');

/**
 * Ends every token that people and clients of the tenant were issued so far, and with them their sessions at apps.
 * Secrets, keys and portal sessions go on working, and a new token is good.
 *
 * @throws Refusal 403
 */
export function endTenantTokens(principal: Principal, services: AdminServices): Promise<TenantView> {
  permit(principal, 'tenant:edit');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const now = new Date(services.clock());
    await updateTenantRow(tx, principal.tenantId, { tokensNotBefore: now });
    // Their refresh tokens are tokens too.
    await deleteTenantAppSessions(tx, principal.tenantId);
    await insertAuditEvent(tx, changeEvent(principal, now, 'tenant.tokens_ended', principal.tenantId));
    return readTenant(principal, services, tx);
  });
}
