import { and, asc, desc, eq, inArray, isNull, type Placeholder, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import type { ClientRecord, ClientStore } from '../oauth/ports';
import type { SubjectState } from '../token/checks';
import type { Database, Executor } from './database';
import { clientSecrets, clients, revokedTokens, secretUses, tenants } from './schema';

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
      tenantMark: tenants.tokensNotBefore,
      clientMark: clients.tokensNotBefore,
      secretMark: clientSecrets.tokensNotBefore,
      secretId: clientSecrets.id,
      digest: clientSecrets.digest,
      expiresAt: clientSecrets.expiresAt,
      retiredAt: clientSecrets.retiredAt,
    })
    .from(clients)
    .innerJoin(tenants, eq(tenants.id, clients.tenantId))
    .leftJoin(clientSecrets, eq(clientSecrets.clientId, clients.id))
    .where(eq(clients.id, sql.placeholder('clientId')))
    // The live ones first: however often a rotation was begun and cancelled, the owner's secret is among those looked at.
    .orderBy(desc(isLiveAt(sql.placeholder('now'))), desc(clientSecrets.createdAt))
    .limit(SECRETS_LOOKED_AT)
    .prepare('find_client');

  const findSecretOwner = db
    .select({ id: clients.id, tenantId: clients.tenantId, secretId: clientSecrets.id })
    .from(clientSecrets)
    .innerJoin(clients, eq(clients.id, clientSecrets.clientId))
    .where(and(eq(clientSecrets.digest, sql.placeholder('digest')), isNull(clientSecrets.retiredAt)))
    .prepare('find_secret_owner');

  const findSubject = db
    .select({
      client: clients.status,
      tenant: tenants.status,
      tenantMark: tenants.tokensNotBefore,
      clientMark: clients.tokensNotBefore,
      secretMark: clientSecrets.tokensNotBefore,
      revokedJti: revokedTokens.jti,
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
    .leftJoin(revokedTokens, eq(revokedTokens.jti, sql.placeholder('jti')))
    .where(
      and(eq(clients.id, sql.placeholder('clientId')), eq(clients.tenantId, sql.placeholder('tenantId'))),
    )
    .prepare('find_subject');

  return {
    async findClient(clientId) {
      const rows = await findClient.execute({ clientId, now: new Date(clock()).toISOString() });
      const [first] = rows;
      if (!first) return undefined;
      const { id, tenantId, tenantStatus, status, scopes, tenantMark, clientMark } = first;
      const notBefore = latest(tenantMark, clientMark);
      const record: ClientRecord = { id, tenantId, tenantStatus, status, scopes, notBefore, secrets: [] };
      for (const { secretId, digest, expiresAt, retiredAt, secretMark } of rows) {
        if (secretId && digest)
          record.secrets.push({ id: secretId, digest, expiresAt, retiredAt, notBefore: latest(secretMark) });
      }
      return record;
    },

    findSecretOwner: async (digest) => (await findSecretOwner.execute({ digest }))[0],

    async findSubject(claims) {
      const [row] = await findSubject.execute({ ...claims });
      if (!row)
        return { client: 'unknown', tenant: 'active', secret: 'unknown', revoked: false, notBefore: 0 };
      return {
        client: row.client,
        tenant: row.tenant,
        secret: secretState(row, clock()),
        revoked: row.revokedJti !== null,
        notBefore: latest(row.tenantMark, row.clientMark, row.secretMark),
      };
    },
  };
}

const isLiveAt = (now: Placeholder) =>
  sql`(${clientSecrets.retiredAt} IS NULL AND (${clientSecrets.expiresAt} IS NULL OR ${clientSecrets.expiresAt} > ${now}::timestamptz))`;

const latest = (...marks: (Date | null)[]): number =>
  Math.max(0, ...marks.map((mark) => mark?.getTime() ?? 0));

function secretState(
  {
    secretId,
    retiredAt,
    expiresAt,
  }: { secretId: string | null; retiredAt: Date | null; expiresAt: Date | null },
  now: number,
): SubjectState['secret'] {
  if (!secretId) return 'unknown';
  if (retiredAt) return 'retired';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'live';
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
      tokensNotBefore: clientSecrets.tokensNotBefore,
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
  change: Partial<Pick<ClientRow, 'name' | 'description' | 'scopes' | 'status' | 'tokensNotBefore'>> & {
    updatedAt: Date;
  },
): Promise<void> {
  await db.update(clients).set(change).where(eq(clients.id, clientId));
}

export async function insertSecret(db: Executor, row: typeof clientSecrets.$inferInsert): Promise<void> {
  await db.insert(clientSecrets).values(row);
}

/** @returns whether this was the first time */
export async function markSecretExposed(db: Executor, secretId: string, at: Date): Promise<boolean> {
  const marked = await db
    .update(clientSecrets)
    .set({ exposedAt: at })
    .where(and(eq(clientSecrets.id, secretId), isNull(clientSecrets.exposedAt)))
    .returning({ id: clientSecrets.id });
  return marked.length > 0;
}

export async function updateSecretRow(
  db: Executor,
  secretId: string,
  change: Partial<Pick<SecretRow, 'expiresAt' | 'retiredAt' | 'tokensNotBefore'>>,
): Promise<void> {
  await db.update(clientSecrets).set(change).where(eq(clientSecrets.id, secretId));
}
