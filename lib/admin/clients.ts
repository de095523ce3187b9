import type { z } from 'zod';
import type { ClientView, createClientSchema, updateClientSchema } from '../contract/portal';
import type { Permission } from '../contract/roles';
import { newId } from '../ids';
import { insertAuditEvent } from '../store/audit';
import {
  type ClientRow,
  findClientRow,
  insertClient,
  insertSecret,
  listClients,
  listSecrets,
  lockClientRow,
  updateClientRow,
} from '../store/clients';
import type { Executor } from '../store/database';
import { clientView } from './client-view';
import { changeEvent, type Principal, permit } from './principal';
import { notFound } from './refusal';
import { mintSecret } from './secret-row';
import type { AdminServices } from './services';

export async function readClients(principal: Principal, services: AdminServices): Promise<ClientView[]> {
  permit(principal, 'client:read');
  const rows = await listClients(services.db, principal.tenantId);
  const secrets = await listSecrets(
    services.db,
    rows.map((row) => row.id),
  );
  const now = services.clock();
  return rows.map((row) => clientView(row, secrets.get(row.id) ?? [], now));
}

/** @throws Refusal 404 */
export async function readClient(
  principal: Principal,
  clientId: string,
  services: AdminServices,
  db: Executor = services.db,
): Promise<ClientView> {
  permit(principal, 'client:read');
  const row = await findClientRow(db, principal.tenantId, clientId);
  if (!row) throw notFound('client');
  const secrets = await listSecrets(db, [row.id]);
  return clientView(row, secrets.get(row.id) ?? [], services.clock());
}

/** A client and its first secret, whose text is in this answer and nowhere else. */
export interface NewSecret {
  client: ClientView;
  secretId: string;
  clientSecret: string;
}

export async function createClient(
  principal: Principal,
  wanted: z.output<typeof createClientSchema>,
  services: AdminServices,
): Promise<NewSecret> {
  permit(principal, 'client:create');
  const now = new Date(services.clock());
  const id = newId('client');
  const { clientSecret, row } = mintSecret(id, principal.email, now, services);
  return services.db.transaction(async (tx) => {
    await insertClient(tx, { ...wanted, id, tenantId: principal.tenantId, createdAt: now, updatedAt: now });
    await insertSecret(tx, row);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'client.created', id, {
        name: wanted.name,
        scopes: wanted.scopes,
        secret_id: row.id,
      }),
    );
    return { client: await readClient(principal, id, services, tx), secretId: row.id, clientSecret };
  });
}

/** What a change of a client works with: its row, locked, inside the transaction that carries the audit row too. */
interface Change {
  tx: Executor;
  row: ClientRow;
  now: Date;
}

/** One change of a client under its lock. @throws Refusal 403, 404 */
async function changeClient(
  principal: Principal,
  permission: Permission,
  clientId: string,
  services: AdminServices,
  apply: (change: Change) => Promise<void>,
): Promise<ClientView> {
  permit(principal, permission);
  const now = new Date(services.clock());
  return services.db.transaction(async (tx) => {
    const row = await lockClientRow(tx, principal.tenantId, clientId);
    if (!row) throw notFound('client');
    await apply({ tx, row, now });
    return readClient(principal, clientId, services, tx);
  });
}

/** @throws Refusal 404 */
export function updateClient(
  principal: Principal,
  clientId: string,
  change: z.output<typeof updateClientSchema>,
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(principal, 'client:edit', clientId, services, async ({ tx, row, now }) => {
    const before = { name: row.name, description: row.description, scopes: row.scopes };
    const changed = Object.fromEntries(
      Object.entries(change).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
      ),
    );
    if (Object.keys(changed).length === 0) return;
    await updateClientRow(tx, clientId, { ...changed, updatedAt: now });
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'client.updated', clientId, {
        before: pick(before, changed),
        after: changed,
      }),
    );
  });
}

const pick = (from: Record<string, unknown>, like: Record<string, unknown>) =>
  Object.fromEntries(Object.keys(like).map((name) => [name, from[name]]));

/**
 * Disabling refuses new tokens and ends the client's live ones at introspection. Asked twice, it changes nothing.
 *
 * @throws Refusal 404
 */
export function setClientStatus(
  principal: Principal,
  clientId: string,
  status: 'active' | 'disabled',
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(principal, 'client:disable', clientId, services, async ({ tx, row, now }) => {
    if (row.status === status) return;
    // Ended for good: enabled again, the client asks for new tokens, and none that was thought dead comes back.
    const ended = status === 'disabled' ? { tokensNotBefore: now } : {};
    await updateClientRow(tx, clientId, { status, ...ended, updatedAt: now });
    const action = status === 'active' ? 'client.enabled' : 'client.disabled';
    await insertAuditEvent(tx, changeEvent(principal, now, action, clientId));
  });
}

/**
 * Ends every token the client has been issued so far; its secrets go on working, and a new token is good.
 *
 * @throws Refusal 404
 */
export function endClientTokens(
  principal: Principal,
  clientId: string,
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(principal, 'client:disable', clientId, services, async ({ tx, now }) => {
    await updateClientRow(tx, clientId, { tokensNotBefore: now, updatedAt: now });
    await insertAuditEvent(tx, changeEvent(principal, now, 'client.tokens_ended', clientId));
  });
}
