import type { z } from 'zod';
import type { ClientView, createClientSchema, updateClientSchema } from '../contract/portal';
import type { Permission } from '../contract/roles';
import { newId } from '../ids';
import { mintSecret } from '../oauth/mint-secret';
import { insertAuditEvent } from '../store/audit';
import {
  type ClientRow,
  deleteClientRow,
  findClientRow,
  insertClient,
  insertSecret,
  listSecrets,
  lockClientRow,
  updateClientRow,
} from '../store/clients';
import type { Executor } from '../store/database';
import { listKeyUses } from '../store/key-uses';
import { changesGuards, differences, onlyTightens, refuseConflicts, versionOf } from './client-settings';
import { type ClientCredentials, clientView } from './client-view';
import { stillMay } from './machine-admission';
import { permitPower, refuseManagers } from './power';
import { type Actor, authorOf, changeEvent, permit } from './principal';
import { conflict, notFound, Refusal } from './refusal';
import { refuseSecretsWhereNoneAreAllowed } from './secret-policy';
import type { AdminServices } from './services';

/** What belongs to a client. */
async function credentialsOf(clientId: string, db: Executor): Promise<ClientCredentials> {
  const secrets = await listSecrets(db, [clientId]);
  const keyUses = await listKeyUses(db, [clientId]);
  return { secrets: secrets.get(clientId) ?? [], keyUses: keyUses.get(clientId) ?? [] };
}

/** @throws Refusal 404 */
export async function readClient(
  actor: Actor,
  clientId: string,
  services: AdminServices,
  db: Executor = services.db,
): Promise<ClientView> {
  permit(actor, 'client:read');
  const row = await findClientRow(db, actor.tenantId, clientId);
  if (!row) throw notFound('client');
  return clientView(row, await credentialsOf(row.id, db), services.clock());
}

/** A client and a new secret of it, whose text is in this answer and nowhere else. */
export interface NewSecret {
  client: ClientView;
  secretId: string;
  clientSecret: string;
}

/** One that authenticates by its key has no secret. */
export type NewClient = NewSecret | { client: ClientView; secretId: null; clientSecret: null };

/** @throws Refusal 400 for keys that cannot be used; 409 for a secret where the tenant allows none */
export async function createClient(
  actor: Actor,
  wanted: z.output<typeof createClientSchema>,
  services: AdminServices,
): Promise<NewClient> {
  permit(actor, 'client:create');
  const now = new Date(services.clock());
  const id = newId('client');
  const { authentication, jwks, jwks_uri: jwksUri, ...fields } = wanted;
  const secret = authentication === 'secret' ? mintSecret(id, authorOf(actor), now, services) : undefined;
  const chosen = { ...NEW_CLIENT, ...guardsOf(actor), jwks, jwksUri };
  permitPower(actor, { ...chosen, scopes: wanted.scopes });
  if (!secret && !jwks && !jwksUri)
    throw new Refusal(400, 'invalid_request', 'Some of what was sent is not right.', {
      jwks: 'Give the public keys, or the address of them',
    });
  return services.db.transaction(async (tx) => {
    await stillMay(tx, actor);
    if (secret) await refuseSecretsWhereNoneAreAllowed(tx, actor.tenantId);
    await refuseConflicts(tx, actor.tenantId, chosen, services);
    await insertClient(tx, {
      ...fields,
      ...chosen,
      id,
      tenantId: actor.tenantId,
      createdAt: now,
      updatedAt: now,
    });
    if (secret) await insertSecret(tx, secret.row);
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, 'client.created', id, {
        name: wanted.name,
        scopes: wanted.scopes,
        authentication,
        ...(secret ? { secret_id: secret.row.id } : {}),
      }),
    );
    const client = await readClient(actor, id, services, tx);
    return secret
      ? { client, secretId: secret.row.id, clientSecret: secret.clientSecret }
      : { client, secretId: null, clientSecret: null };
  });
}

/** What a machine makes is not to be of use where the machine itself is not. */
const guardsOf = (actor: Actor): Pick<ClientRow, 'allowedNetworks' | 'dpopBoundAccessTokens'> | undefined =>
  'clientId' in actor
    ? { allowedNetworks: actor.allowedNetworks, dpopBoundAccessTokens: actor.dpopBoundAccessTokens }
    : undefined;

/** How a new client's tokens are made until somebody changes it. */
const NEW_CLIENT = {
  profile: 'gooclaim',
  opencrvsIssuer: 'opencrvs.auth',
  opencrvsAudience: ['opencrvs.auth'],
  tokenLifeSeconds: null,
  tokenTyp: 'JWT',
  dpopBoundAccessTokens: false,
  allowedNetworks: [] as string[],
  resources: [] as string[],
} as const satisfies Partial<ClientRow>;

/** What a change of a client works with: its row, locked, inside the transaction that carries the audit row too. */
interface Change {
  tx: Executor;
  row: ClientRow;
  now: Date;
}

/** One change of a client under its lock. @throws Refusal 403, 404 */
export async function changeClient(
  actor: Actor,
  permission: Permission,
  clientId: string,
  services: AdminServices,
  apply: (change: Change) => Promise<void>,
): Promise<ClientView> {
  permit(actor, permission);
  return services.db.transaction(async (tx) => {
    const row = await lockClientRow(tx, actor.tenantId, clientId);
    if (!row) throw notFound('client');
    await stillMay(tx, actor);
    // Once it is ours: however long another change held it, what is ended now ends all there was until now.
    await apply({ tx, row, now: new Date(services.clock()) });
    return readClient(actor, clientId, services, tx);
  });
}

const NO_CREDENTIALS: ClientCredentials = { secrets: [], keyUses: [] };

const changedMeanwhile = () =>
  new Refusal(
    412,
    'conflict',
    'It was changed in the meantime, by someone else or another program: read it again.',
  );

/**
 * @param seen the versions that the change was made for, where the caller names any
 * @throws Refusal 400 for settings that do not go together, 404; 412 for another version
 */
export function updateClient(
  actor: Actor,
  clientId: string,
  change: z.output<typeof updateClientSchema>,
  services: AdminServices,
  seen?: readonly string[],
): Promise<ClientView> {
  return changeClient(actor, 'client:edit', clientId, services, async ({ tx, row, now }) => {
    if (seen && !seen.includes(versionOf(clientView(row, NO_CREDENTIALS, now.getTime()))))
      throw changedMeanwhile();
    const { columns, before, after } = differences(row, change);
    if (Object.keys(after).length === 0) return;
    permitPower(actor, row, { ...row, ...columns });
    if (changesGuards(after) && !('clientId' in actor && onlyTightens(row, after)))
      permit(actor, 'client:protect');
    // Keys stand in the place of a secret: to change them is to rotate it.
    if ('jwks' in after || 'jwks_uri' in after) permit(actor, 'secret:rotate');
    await refuseConflicts(tx, actor.tenantId, { ...row, ...columns }, services);
    await updateClientRow(tx, clientId, { ...columns, updatedAt: now });
    await insertAuditEvent(tx, changeEvent(actor, now, 'client.updated', clientId, { before, after }));
  });
}

/**
 * Disabling refuses new tokens and ends the client's live ones at introspection. Asked twice, it changes nothing.
 *
 * @throws Refusal 404
 */
export function setClientStatus(
  actor: Actor,
  clientId: string,
  status: 'active' | 'disabled',
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(actor, 'client:disable', clientId, services, async ({ tx, row, now }) => {
    // Enabled, whoever has its secret has what it may do; disabled, nobody has.
    if (status === 'active') permitPower(actor, row);
    else refuseManagers(actor, row);
    if (row.status === status) return;
    // Ended for good: enabled again, the client asks for new tokens, and none that was thought dead comes back.
    const ended = status === 'disabled' ? { tokensNotBefore: now } : {};
    await updateClientRow(tx, clientId, { status, ...ended, updatedAt: now });
    const action = status === 'active' ? 'client.enabled' : 'client.disabled';
    await insertAuditEvent(tx, changeEvent(actor, now, action, clientId));
  });
}

/**
 * Ends every token the client has been issued so far; its secrets go on working, and a new token is good.
 *
 * @throws Refusal 404
 */
export function endClientTokens(
  actor: Actor,
  clientId: string,
  services: AdminServices,
): Promise<ClientView> {
  return changeClient(actor, 'client:disable', clientId, services, async ({ tx, row, now }) => {
    refuseManagers(actor, row);
    await updateClientRow(tx, clientId, { tokensNotBefore: now, updatedAt: now });
    await insertAuditEvent(tx, changeEvent(actor, now, 'client.tokens_ended', clientId));
  });
}

/**
 * For good, with its secrets; its tokens are ended. Only one that is disabled: that can be taken back, and shows who
 * still needed it.
 *
 * @throws Refusal 404; 409 for one that is active
 */
export async function deleteClient(actor: Actor, clientId: string, services: AdminServices): Promise<void> {
  permit(actor, 'client:delete');
  await services.db.transaction(async (tx) => {
    const row = await lockClientRow(tx, actor.tenantId, clientId);
    if (!row) throw notFound('client');
    await stillMay(tx, actor);
    refuseManagers(actor, row);
    if (row.status === 'active')
      throw conflict('Disable it first, and see that nobody misses it: that can be taken back.');
    const secrets = (await listSecrets(tx, [clientId])).get(clientId) ?? [];
    await deleteClientRow(tx, clientId);
    const now = new Date(services.clock());
    // What an auditor asks about them is not in any other table from now on.
    const ended = secrets.map(
      ({ id, hint, createdAt, createdBy, expiresAt, retiredAt, exposedAt, lastUse }) => ({
        id,
        hint,
        created_at: createdAt.toISOString(),
        created_by: createdBy,
        ended_at: (retiredAt ?? (expiresAt && expiresAt < now ? expiresAt : now)).toISOString(),
        retired_at: retiredAt?.toISOString() ?? null,
        exposed_at: exposedAt?.toISOString() ?? null,
        last_used_at: lastUse?.lastUsedAt.toISOString() ?? null,
        tokens_issued: lastUse?.count ?? 0,
      }),
    );
    await insertAuditEvent(
      tx,
      changeEvent(actor, now, 'client.deleted', clientId, { name: row.name, secrets: ended }),
    );
  });
}
