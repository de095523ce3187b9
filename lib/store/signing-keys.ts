import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { NewKey } from '../keys/generate';
import type { Step } from '../keys/rotation';
import type { Sealed } from '../keys/seal';
import type { StoredKey } from '../keys/stored-key';
import { type Executor, LOCKS } from './database';
import { signingKeys, tenants } from './schema';

/** Oldest first; retired ones too. */
export async function readSigningKeys(db: Executor): Promise<StoredKey[]> {
  const rows = await db.select().from(signingKeys).orderBy(asc(signingKeys.createdAt));
  return rows.map(({ publicJwk, sealedPrivateKey, sealedBy, ...row }) => ({
    ...row,
    publicJwk: publicJwk as StoredKey['publicJwk'],
    sealed: sealedPrivateKey && { bytes: sealedPrivateKey, by: sealedBy },
  }));
}

const { sealedPrivateKey: _, sealedBy: __, ...PUBLIC } = getTableColumns(signingKeys);

/** The same without the private halves, which the portal's database role cannot read: `sealed` is null of all of them. */
export async function readPublicKeys(db: Executor): Promise<StoredKey[]> {
  const rows = await db.select(PUBLIC).from(signingKeys).orderBy(asc(signingKeys.createdAt));
  return rows.map(({ publicJwk, ...row }) => ({
    ...row,
    publicJwk: publicJwk as StoredKey['publicJwk'],
    sealed: null,
  }));
}

/**
 * Whoever changes the keys does so in turn, until the end of the transaction.
 *
 * @param ifTaken `wait` for one's turn, or `leave` the work to whoever has it
 * @returns whether it is one's turn
 */
export async function takeKeysTurn(db: Executor, ifTaken: 'wait' | 'leave'): Promise<boolean> {
  if (ifTaken === 'wait') {
    await db.execute(sql`SELECT pg_advisory_xact_lock(${LOCKS.signingKeys})`);
    return true;
  }
  const [row] = await db.execute<{ mine: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(${LOCKS.signingKeys}) AS mine`,
  );
  return row?.mine === true;
}

/** Publishes a key; an `active` one signs from now on. */
export async function insertSigningKey(
  db: Executor,
  { kid, publicJwk, sealed }: NewKey,
  state: 'next' | 'active',
  now: Date,
): Promise<void> {
  await db.insert(signingKeys).values({
    kid,
    publicJwk,
    state,
    sealedPrivateKey: sealed.bytes,
    sealedBy: sealed.by,
    createdAt: now,
    activatedAt: state === 'active' ? now : null,
  });
}

/** Nobody can sign with it any more, whatever they get hold of. */
const ERASED = { sealedPrivateKey: null, sealedBy: '' };

/** What a key is from then on. Its private half goes with its last signature. */
const CHANGES: Record<Change, (now: Date) => PgUpdateSetSource<typeof signingKeys>> = {
  activate: (now) => ({ state: 'active', activatedAt: now }),
  replace: (now) => ({ state: 'retiring', retiringAt: now, ...ERASED }),
  retire: (now) => ({ state: 'retired', retiredAt: now, ...ERASED }),
  revoke: (now) => ({
    state: 'retired',
    retiredAt: sql`coalesce(${signingKeys.retiredAt}, ${now.toISOString()})`,
    revokedAt: now,
    ...ERASED,
  }),
};
type Change = Exclude<Step['take'], 'make'>;

export async function updateSigningKey(db: Executor, kid: string, change: Change, now: Date): Promise<void> {
  await db.update(signingKeys).set(CHANGES[change](now)).where(eq(signingKeys.kid, kid));
}

/** The same private half, sealed anew. */
export async function replaceSealed(db: Executor, kid: string, { bytes, by }: Sealed): Promise<void> {
  await db.update(signingKeys).set({ sealedPrivateKey: bytes, sealedBy: by }).where(eq(signingKeys.kid, kid));
}

/** Whether a tenant's admins run this installation. */
export async function isOperator(db: Executor, tenantId: string): Promise<boolean> {
  const [row] = await db
    .select({ operator: tenants.operator })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .limit(1);
  return row?.operator === true;
}
