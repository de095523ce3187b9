import { and, asc, desc, eq, inArray, isNull, type Placeholder, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import type { ClientStore, SecretRecord } from '../oauth/ports';
import type { SubjectClaims, SubjectState } from '../token/checks';
import type { ClientReading } from './client-cache';
import { type Database, type Executor, markAt } from './database';
import {
  clientSecrets,
  clients,
  resources,
  revokedTokens,
  secretUses,
  sessions,
  tenants,
  users,
} from './schema';

/** Secrets looked at for one authentication: the live ones and enough ended ones to explain a refusal. */
const SECRETS_LOOKED_AT = 12;

/** What the database says of clients, over all tenants: the caller is not known yet. */
export interface ClientReads extends Pick<ClientStore, 'findSecretOwner' | 'isResource'> {
  readClient(clientId: string): Promise<ClientReading | undefined>;
  readMachine(claims: SubjectClaims): Promise<SubjectState>;
  readPerson(claims: SubjectClaims): Promise<SubjectState>;
}

export function createClientReads(db: Database, clock: Clock): ClientReads {
  const findClient = db
    .select({
      id: clients.id,
      tenantId: clients.tenantId,
      tenantStatus: tenants.status,
      secretsAllowed: tenants.secretsAllowed,
      selfRotation: tenants.selfRotation,
      secretOverlapSeconds: tenants.secretOverlapSeconds,
      status: clients.status,
      scopes: clients.scopes,
      profile: clients.profile,
      opencrvsIssuer: clients.opencrvsIssuer,
      opencrvsAudience: clients.opencrvsAudience,
      tokenLifeSeconds: clients.tokenLifeSeconds,
      tokenTyp: clients.tokenTyp,
      dpopBoundAccessTokens: clients.dpopBoundAccessTokens,
      allowedNetworks: clients.allowedNetworks,
      resources: clients.resources,
      jwks: clients.jwks,
      jwksUri: clients.jwksUri,
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
    // Somebody's row for an unknown id too, read and thrown away: without one to read, the refusal would come sooner.
    .where(
      sql`${clients.id} = coalesce(
        (SELECT wanted.id FROM clients AS wanted WHERE wanted.id = ${sql.placeholder('clientId')}),
        (SELECT other.id FROM clients AS other LIMIT 1))`,
    )
    // The live ones first: however often a rotation was begun and cancelled, the owner's secret is among those looked at.
    .orderBy(desc(isLiveAt(sql.placeholder('now'))), desc(clientSecrets.createdAt))
    .limit(SECRETS_LOOKED_AT)
    .prepare('find_client');

  const findSecretOwner = db
    .select({
      id: clients.id,
      tenantId: clients.tenantId,
      profile: clients.profile,
      secretId: clientSecrets.id,
    })
    .from(clientSecrets)
    .innerJoin(clients, eq(clients.id, clientSecrets.clientId))
    .where(and(eq(clientSecrets.digest, sql.placeholder('digest')), isNull(clientSecrets.retiredAt)))
    .prepare('find_secret_owner');

  const findMachine = db
    .select({
      subject: clients.status,
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
      and(eq(clientSecrets.clientId, clients.id), eq(clientSecrets.id, sql.placeholder('credentialId'))),
    )
    .leftJoin(revokedTokens, eq(revokedTokens.jti, sql.placeholder('jti')))
    .where(
      and(eq(clients.id, sql.placeholder('subjectId')), eq(clients.tenantId, sql.placeholder('tenantId'))),
    )
    .prepare('find_machine');

  const findPerson = db
    .select({
      subject: users.status,
      tenant: tenants.status,
      tenantMark: tenants.tokensNotBefore,
      userMark: users.tokensNotBefore,
      revokedJti: revokedTokens.jti,
      expiresAt: sessions.expiresAt,
      endsAt: sessions.endsAt,
    })
    .from(users)
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .leftJoin(sessions, and(eq(sessions.userId, users.id), eq(sessions.sid, sql.placeholder('credentialId'))))
    .leftJoin(revokedTokens, eq(revokedTokens.jti, sql.placeholder('jti')))
    .where(and(eq(users.id, sql.placeholder('subjectId')), eq(users.tenantId, sql.placeholder('tenantId'))))
    .prepare('find_person');

  const findResource = db
    .select({ identifier: resources.identifier })
    .from(resources)
    .where(
      and(
        eq(resources.identifier, sql.placeholder('audience')),
        eq(resources.tenantId, sql.placeholder('tenantId')),
      ),
    )
    .prepare('find_resource');

  async function readMachine(claims: SubjectClaims): Promise<SubjectState> {
    const [row] = await findMachine.execute({ ...claims });
    if (!row) return NOBODY;
    return {
      subject: row.subject,
      tenant: row.tenant,
      // A registered key has no row: removed, it issues no new tokens, and those it issued live out their time.
      credential: isKeyId(claims.credentialId)
        ? 'live'
        : row.secretId
          ? secretState(row, clock())
          : 'unknown',
      revoked: row.revokedJti !== null,
      notBefore: latest(row.tenantMark, row.clientMark, row.secretMark),
    };
  }

  async function readPerson(claims: SubjectClaims): Promise<SubjectState> {
    const [row] = await findPerson.execute({ ...claims });
    if (!row) return NOBODY;
    const end = Math.min(row.expiresAt?.getTime() ?? 0, row.endsAt?.getTime() ?? 0);
    return {
      subject: row.subject,
      tenant: row.tenant,
      credential: end > clock() ? 'live' : row.endsAt ? 'expired' : 'unknown',
      revoked: row.revokedJti !== null,
      notBefore: latest(row.tenantMark, row.userMark),
    };
  }

  return {
    async readClient(clientId) {
      const rows = await findClient.execute({ clientId, now: new Date(clock()).toISOString() });
      const [first] = rows;
      if (first?.id !== clientId) return undefined;
      const { tenantId, tenantStatus, secretsAllowed, selfRotation, secretOverlapSeconds, ...own } = first;
      const { tenantMark, clientMark, secretMark: _, secretId: __, digest: ___, ...rest } = own;
      const { expiresAt: ____, retiredAt: _____, ...settings } = rest;
      const secrets: SecretRecord[] = rows.flatMap(
        ({ secretId, digest, expiresAt, retiredAt, secretMark }) =>
          secretId && digest
            ? [{ id: secretId, digest, expiresAt, retiredAt, notBefore: latest(secretMark) }]
            : [],
      );
      return {
        tenant: {
          tenantId,
          tenantStatus,
          secretsAllowed,
          selfRotation,
          secretOverlapSeconds,
          mark: latest(tenantMark),
        },
        client: { ...settings, mark: latest(clientMark), secrets },
      };
    },

    findSecretOwner: async (digest) => (await findSecretOwner.execute({ digest }))[0],

    readMachine,
    readPerson,

    isResource: async (tenantId, audience) => (await findResource.execute({ tenantId, audience })).length > 0,
  };
}

/** Of another tenant's subject and of an invented one: the same. */
const NOBODY: SubjectState = {
  subject: 'unknown',
  tenant: 'active',
  credential: 'unknown',
  revoked: false,
  notBefore: 0,
};

const isLiveAt = (now: Placeholder) =>
  sql`(${clientSecrets.retiredAt} IS NULL AND (${clientSecrets.expiresAt} IS NULL OR ${clientSecrets.expiresAt} > ${now}::timestamptz))`;

const latest = (...marks: (Date | null)[]): number =>
  Math.max(0, ...marks.map((mark) => mark?.getTime() ?? 0));

/** Of a registered key, as `cred` names it. */
export const isKeyId = (credentialId: string): boolean => credentialId.startsWith('jwk_');

export function secretState(
  { retiredAt, expiresAt }: { retiredAt: Date | null; expiresAt: Date | null },
  now: number,
): SubjectState['credential'] {
  if (retiredAt) return 'retired';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'live';
}

export type ClientRow = typeof clients.$inferSelect;
export type SecretRow = Omit<typeof clientSecrets.$inferSelect, 'digest' | 'clientId' | 'tenantId'> & {
  lastUse: Pick<typeof secretUses.$inferSelect, 'lastUsedAt' | 'address' | 'userAgent' | 'count'> | null;
};

/** The id of a tenant's oldest client. */
export async function findFirstClient(db: Executor, tenantId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: clients.id })
    .from(clients)
    .where(eq(clients.tenantId, tenantId))
    .orderBy(asc(clients.createdAt), desc(clients.id))
    .limit(1);
  return row?.id;
}

/** For whoever runs the installation: whose client it is. */
export async function findTenantOfClient(db: Executor, clientId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ tenantId: clients.tenantId })
    .from(clients)
    .where(eq(clients.id, clientId))
    .limit(1);
  return row?.tenantId;
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

/**
 * The same, locked until the transaction ends: two people who change one client take turns.
 *
 * @param strength `share`: others may read it under a lock too, and nobody changes it
 */
export async function lockClientRow(
  db: Executor,
  tenantId: string,
  clientId: string,
  strength: 'update' | 'share' = 'update',
): Promise<ClientRow | undefined> {
  const [row] = await db
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, tenantId), eq(clients.id, clientId)))
    .for(strength);
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
      usesAtRotation: clientSecrets.usesAtRotation,
      retiredAt: clientSecrets.retiredAt,
      exposedAt: clientSecrets.exposedAt,
      exposedIn: clientSecrets.exposedIn,
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

/** With its secrets and what is known of their use. The audit log keeps its rows. */
export async function deleteClientRow(db: Executor, clientId: string): Promise<void> {
  await db.delete(clients).where(eq(clients.id, clientId));
}

export async function updateClientRow(
  db: Executor,
  clientId: string,
  {
    tokensNotBefore,
    ...change
  }: Partial<Omit<ClientRow, 'id' | 'tenantId' | 'createdAt'>> & { updatedAt: Date },
): Promise<void> {
  const mark = tokensNotBefore && { tokensNotBefore: markAt(clients.tokensNotBefore, tokensNotBefore) };
  await db
    .update(clients)
    .set({ ...change, ...mark })
    .where(eq(clients.id, clientId));
}

export async function insertSecret(db: Executor, row: typeof clientSecrets.$inferInsert): Promise<void> {
  await db.insert(clientSecrets).values(row);
}

/** For one that was never used; any other is retired, so that its tokens can be explained. */
export async function deleteSecret(db: Executor, secretId: string): Promise<void> {
  await db.delete(clientSecrets).where(eq(clientSecrets.id, secretId));
}

/** @returns whether this is news: the first time, or published after it had only been in a URL */
export async function markSecretExposed(
  db: Executor,
  secretId: string,
  where: 'url' | 'report',
  at: Date,
): Promise<boolean> {
  const isNews =
    where === 'report'
      ? sql`${clientSecrets.exposedIn} IS DISTINCT FROM 'report'`
      : isNull(clientSecrets.exposedAt);
  const marked = await db
    .update(clientSecrets)
    .set({ exposedAt: at, exposedIn: where })
    .where(and(eq(clientSecrets.id, secretId), isNews))
    .returning({ id: clientSecrets.id });
  return marked.length > 0;
}

export async function updateSecretRow(
  db: Executor,
  secretId: string,
  {
    tokensNotBefore,
    ...change
  }: Partial<Pick<SecretRow, 'expiresAt' | 'usesAtRotation' | 'retiredAt' | 'tokensNotBefore'>>,
): Promise<void> {
  const mark = tokensNotBefore && { tokensNotBefore: markAt(clientSecrets.tokensNotBefore, tokensNotBefore) };
  await db
    .update(clientSecrets)
    .set({ ...change, ...mark })
    .where(eq(clientSecrets.id, secretId));
}
