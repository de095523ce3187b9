import { importJWK, importPKCS8, type JWK } from 'jose';
import type { Clock } from '../clock';
import type { KeySet, SigningKey } from '../oauth/ports';
import type { VerificationKey } from '../token/checks';
import type { Sealer } from './seal';

/** A stored key; retired ones stay, so that a token signed by one can be explained. */
export interface StoredKey {
  kid: string;
  state: VerificationKey['state'];
  publicJwk: JWK;
  sealedPrivateKey: Uint8Array;
}

interface Snapshot {
  readAt: number;
  signing: StoredKey | undefined;
  keys: Map<string, StoredKey>;
}

/** How long a reading is trusted: the bound on how late another instance's change of a key is seen. */
const FRESH_MS = 1_000;

/**
 * The key set, read at most once a second however many tokens name unknown keys. A reading that fails is not kept:
 * the request at hand fails, and the next one tries again.
 */
export function createKeySet(read: () => Promise<StoredKey[]>, sealer: Sealer, clock: Clock): KeySet {
  const publicKeys = new Map<string, Promise<VerificationKey['key']>>();
  const privateKeys = new Map<string, Promise<SigningKey>>();
  let latest: Snapshot | undefined;
  let reading: Promise<Snapshot> | undefined;

  async function load(): Promise<Snapshot> {
    const rows = await read();
    latest = {
      readAt: clock(),
      signing: rows.find((row) => row.state === 'active'),
      keys: new Map(rows.map((row) => [row.kid, row])),
    };
    return latest;
  }

  async function current(): Promise<Snapshot> {
    if (latest && Math.abs(clock() - latest.readAt) < FRESH_MS) return latest;
    reading ??= load().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    async signingKey() {
      const { signing } = await current();
      if (!signing) throw new Error('There is no active signing key.');
      return remember(privateKeys, signing.kid, async () => {
        const pem = await sealer.open(signing.sealedPrivateKey, signing.kid);
        return { kid: signing.kid, key: await importPKCS8(Buffer.from(pem).toString(), 'RS256') };
      });
    },

    async verificationKey(kid) {
      const row = (await current()).keys.get(kid);
      if (!row) return undefined;
      const key = await remember(publicKeys, kid, async () => {
        const imported = await importJWK(row.publicJwk, 'RS256');
        if (imported instanceof Uint8Array) throw new Error('A stored public key is not an RSA key.');
        return imported;
      });
      return { state: row.state, key };
    },

    async jwks() {
      const { keys } = await current();
      return {
        keys: [...keys.values()]
          .filter((row) => row.state !== 'retired')
          .map((row) => ({ ...row.publicJwk })),
      };
    },
  };
}

/** A rejected promise that stays in a cache never heals: failures are taken out again. */
function remember<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  return made;
}
