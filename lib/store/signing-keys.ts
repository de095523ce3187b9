import { asc } from 'drizzle-orm';
import type { StoredKey } from '../keys/key-set';
import type { Executor } from './database';
import { signingKeys } from './schema';

export async function readSigningKeys(db: Executor): Promise<StoredKey[]> {
  const rows = await db.select().from(signingKeys).orderBy(asc(signingKeys.createdAt));
  return rows.map((row) => ({ ...row, publicJwk: row.publicJwk as StoredKey['publicJwk'] }));
}

/**
 * Makes a key the active one unless there is one already: a partial unique index lets a single row be active, so of two
 * instances that start together one wins and the other's key is dropped.
 *
 * @returns whether this key was taken
 */
export async function insertActiveKey(
  db: Executor,
  key: Pick<StoredKey, 'kid' | 'publicJwk' | 'sealedPrivateKey'>,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .insert(signingKeys)
    .values({ ...key, state: 'active', createdAt: now, activatedAt: now })
    .onConflictDoNothing()
    .returning({ kid: signingKeys.kid });
  return taken.length > 0;
}
