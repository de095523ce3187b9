import { ConfigurationError } from '../env';
import { isOutage } from '../faults';
import type { Sealer } from '../keys/seal';
import type { StoredKey } from '../keys/stored-key';
import { insertAuditEvent } from '../store/audit';
import { readSigningKeys, replaceSealed, takeKeysTurn } from '../store/signing-keys';
import type { Author, KeyMaker } from './key-services';

type Sealing = Pick<KeyMaker, 'db' | 'sealer'>;

/** Those whose private half is there and cannot be opened here. */
export async function closedKeys(keys: StoredKey[], sealer: Sealer): Promise<StoredKey[]> {
  const closed: StoredKey[] = [];
  for (const key of keys) {
    try {
      if (key.sealed) await sealer.open(key.sealed, key.kid);
    } catch (cause) {
      if (isOutage(cause)) throw cause;
      closed.push(key);
    }
  }
  return closed;
}

/** What is wrong when keys cannot be opened; undefined when all can. */
export async function sealingFault({ db, sealer }: Sealing): Promise<string | undefined> {
  const [key] = await closedKeys(await readSigningKeys(db), sealer);
  if (!key) return undefined;
  const by = key.sealed?.by ? ` (its id is ${key.sealed.by})` : '';
  return [
    `KEY_ENCRYPTION_KEY (its id is ${sealer.id}) does not open the signing key ${key.kid},`,
    `which was sealed under another one${by}.`,
    'Put that one into KEY_ENCRYPTION_KEY_ALSO, or back into KEY_ENCRYPTION_KEY.',
  ].join(' ');
}

/** @throws ConfigurationError when this process could not sign with a key that is there */
export async function requireOpenKeys(services: Sealing): Promise<void> {
  const fault = await sealingFault(services);
  if (fault) throw new ConfigurationError(fault);
}

/**
 * Seals every private key under the current key-encryption key, all or nothing.
 *
 * @returns how many were sealed under another one
 * @throws when one of them cannot be opened
 */
export function resealKeys({ db, clock, sealer }: KeyMaker, author: Author): Promise<number> {
  return db.transaction(async (tx) => {
    await takeKeysTurn(tx, 'wait');
    const now = new Date(clock());
    const kids: string[] = [];
    for (const { kid, sealed } of await readSigningKeys(tx)) {
      if (!sealed || sealed.by === sealer.id) continue;
      await replaceSealed(tx, kid, await sealer.seal(await sealer.open(sealed, kid), kid));
      kids.push(kid);
    }
    if (kids.length > 0)
      await insertAuditEvent(tx, author(now, 'signing_keys.resealed', sealer.id, { kids }));
    return kids.length;
  });
}
