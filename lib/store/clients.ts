import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import type { ClientRecord, ClientStore } from '../oauth/ports';
import type { Database, Executor } from './database';
import { clientSecrets, clients, secretUses, tenants } from './schema';

/** Secrets looked at for one authentication: the live ones and enough ended ones to explain a refusal. */
const SECRETS_LOOKED_AT = 12;

/** What the OAuth core asks about clients, over all tenants: the caller is not known yet. */
export function createClientStore(db: Database, clock: Clock): ClientStore {
  const findClient = db
    .select({
      id: clients.id,
      tenantId: clients.tenantId,
      tenantStatus: tenants.status,
      status: clients.status,
      scopes: clients.scopes,
      secretId: clientSecrets.id,
      digest: clientSecrets.digest,
      expiresAt: clientSecrets.expiresAt,
      retiredAt: clientSecrets.retiredAt,
    })
    .from(clients)
    .innerJoin(tenants, eq(tenants.id, clients.tenantId))
    .leftJoin(clientSecrets, eq(clientSecrets.clientId, clients.id))
    .where(eq(clients.id, sql.placeholder('clientId')))
    .orderBy(desc(clientSecrets.createdAt))
    .limit(SECRETS_LOOKED_AT)
    .prepare('find_client');

  const findSubject = db
    .select({
      client: clients.status,
      tenant: tenants.status,
      secretId: clientSecrets.id,
      retiredAt: clientSecrets.retiredAt,
      expiresAt: clientSecrets.expiresAt,
    })
    .from(clients)
    .innerJoin(tenants, eq(tenants.id, clients.tenantId))
    .leftJoin(
      clientSecrets,
      and(eq(clientSecrets.clientId, clients.id), eq(clientSecrets.id, sql.placeholder('secretId'))),
    )
    .where(
      and(eq(clients.id, sql.placeholder('clientId')), eq(clients.tenantId, sql.placeholder('tenantId'))),
    )
    .prepare('find_subject');

  return {
    async findClient(clientId) {
      const rows = await findClient.execute({ clientId });
      const [first] = rows;
      if (!first) return undefined;
      const { id, tenantId, tenantStatus, status, scopes } = first;
      const record: ClientRecord = { id, tenantId, tenantStatus, status, scopes, secrets: [] };
      for (const { secretId, digest, expiresAt, retiredAt } of rows) {
        if (secretId && digest) record.secrets.push({ id: secretId, digest, expiresAt, retiredAt });
      }
      return record;
    },

    async findSubject(tenantId, clientId, secretId) {
      const [row] = await findSubject.execute({ tenantId, clientId, secretId });
      if (!row) return { client: 'unknown', tenant: 'active', secret: 'unknown' };
      const { client, tenant } = row;
      if (!row.secretId) return { client, tenant, secret: 'unknown' };
      if (row.retiredAt) return { client, tenant, secret: 'retired' };
      return {
        client,
        tenant,
        secret: row.expiresAt && row.expiresAt.getTime() <= clock() ? 'expired' : 'live',
      };
    },
  };
}

export type ClientRow = typeof clients.$inferSelect;
export type SecretRow = Omit<typeof clientSecrets.$inferSelect, 'digest' | 'clientId'> & {
  lastUse: Pick<typeof secretUses.$inferSelect, 'lastUsedAt' | 'address' | 'userAgent' | 'count'> | null;
};

/** Newest first. */
export function listClients(db: Executor, tenantId: string): Promise<ClientRow[]> {
  return db
    .select()
    .from(clients)
    .where(eq(clients.tenantId, tenantId))
    .orderBy(desc(clients.createdAt), asc(clients.id));
}

/** @returns undefined for another tenant's client too */
export async function findClientRow(
  db: Executor,
  tenantId: string,
  clientId: string,
): Promise<ClientRow | undefined> {
  const [row] = await db
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, tenantId), eq(clients.id, clientId)))
    .limit(1);
  return row;
}

/** The same, locked until the transaction ends: two people who change one client take turns. */
export async function lockClientRow(
  db: Executor,
  tenantId: string,
  clientId: string,
): Promise<ClientRow | undefined> {
  const [row] = await db
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, tenantId), eq(clients.id, clientId)))
    .for('update');
  return row;
}

/** Without digests; newest first. The clients must be of one tenant, which the caller has checked. */
export async function listSecrets(db: Executor, clientIds: string[]): Promise<Map<string, SecretRow[]>> {
  const found = new Map<string, SecretRow[]>(clientIds.map((id) => [id, []]));
  if (clientIds.length === 0) return found;
  const rows = await db
    .select({
      clientId: clientSecrets.clientId,
      id: clientSecrets.id,
      hint: clientSecrets.hint,
      createdAt: clientSecrets.createdAt,
      createdBy: clientSecrets.createdBy,
      expiresAt: clientSecrets.expiresAt,
      retiredAt: clientSecrets.retiredAt,
      exposedAt: clientSecrets.exposedAt,
      lastUse: {
        lastUsedAt: secretUses.lastUsedAt,
        address: secretUses.address,
        userAgent: secretUses.userAgent,
        count: secretUses.count,
      },
    })
    .from(clientSecrets)
    .leftJoin(secretUses, eq(secretUses.secretId, clientSecrets.id))
    .where(inArray(clientSecrets.clientId, clientIds))
    .orderBy(desc(clientSecrets.createdAt), desc(clientSecrets.id));
  for (const { clientId, ...secret } of rows) found.get(clientId)?.push(secret);
  return found;
}

export async function insertClient(db: Executor, row: typeof clients.$inferInsert): Promise<void> {
  await db.insert(clients).values(row);
}

export async function updateClientRow(
  db: Executor,
  clientId: string,
  change: Partial<Pick<ClientRow, 'name' | 'description' | 'scopes' | 'status'>> & { updatedAt: Date },
): Promise<void> {
  await db.update(clients).set(change).where(eq(clients.id, clientId));
}

export async function insertSecret(db: Executor, row: typeof clientSecrets.$inferInsert): Promise<void> {
  await db.insert(clientSecrets).values(row);
}

export async function updateSecretRow(
  db: Executor,
  secretId: string,
  change: Partial<Pick<SecretRow, 'expiresAt' | 'retiredAt' | 'exposedAt'>>,
): Promise<void> {
  await db.update(clientSecrets).set(change).where(eq(clientSecrets.id, secretId));
}
