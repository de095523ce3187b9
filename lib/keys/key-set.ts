import { createPrivateKey } from 'node:crypto';
import type { Clock } from '../clock';
import type { KeySet, SigningKey } from '../oauth/ports';
import type { SignatureCheck } from '../token/signature';
import { createSigner, nodeSignatureCheck } from './node-signature';
import { asked, type Sealer } from './seal';
import type { StoredKey } from './stored-key';

interface Snapshot {
  readAt: number;
  signing: StoredKey | undefined;
  keys: Map<string, StoredKey>;
  /** One object a reading, so that it is written out once. */
  published: Awaited<ReturnType<KeySet['jwks']>>;
}

export interface KeyFigures {
  /** As they were read last; empty before the first reading. */
  keys: readonly StoredKey[];
  signaturesWaiting: number;
}

/**
 * How long a reading is trusted, in milliseconds: half of the second within which a revoked key is dead everywhere, the
 * other half being for the reading itself.
 */
const FRESH_MS = 500;

/** The same for a key that the reading does not know: another instance may just have made it, in an emergency. */
const FRESH_FOR_UNKNOWN_MS = 100;

/** The signing key first, for verifiers that take whatever comes first. */
const PUBLISHED: readonly StoredKey['state'][] = ['active', 'next', 'retiring'];

/**
 * The key set, read a bounded number of times a second however many tokens name unknown keys. A reading that fails is
 * not kept: the request at hand fails, and the next one tries again.
 *
 * @param isBelieved whether every change of the keys is known to have been told by `forget`: then a reading is good until
 * the next one. It knows no key that was not there: that is read again.
 */
export function createKeySet(
  read: () => Promise<StoredKey[]>,
  sealer: Sealer | undefined,
  clock: Clock,
  isBelieved: () => boolean = () => false,
): KeySet & { forget(): void; figures(): KeyFigures } {
  const publicKeys = new Map<string, SignatureCheck>();
  const privateKeys = new Map<string, Promise<SigningKey>>();
  const signer = createSigner();
  let latest: Snapshot | undefined;
  /** As they were read last: to look at, not to judge by. */
  let lastRead: readonly StoredKey[] = [];
  let reading: Promise<Snapshot> | undefined;
  /** Counts the changes: a reading that one of them overtook is not kept. */
  let news = 0;

  async function load(): Promise<Snapshot> {
    // From before the reading: a slow one is as old as its beginning.
    const readAt = clock();
    const begun = news;
    const rows = await read();
    lastRead = rows;
    const signing = rows.find((row) => row.state === 'active');
    const snapshot = {
      readAt,
      signing,
      keys: new Map(rows.map((row) => [row.kid, row])),
      published: {
        keys: PUBLISHED.flatMap((state) =>
          rows.filter((row) => row.state === state).map((row) => ({ ...row.publicJwk })),
        ),
      },
    };
    if (begun !== news) return snapshot;
    latest = snapshot;
    // A key that signs no more is not kept in memory either.
    for (const kid of privateKeys.keys()) if (kid !== signing?.kid) privateKeys.delete(kid);
    return latest;
  }

  function nextReading(): Promise<Snapshot> {
    if (reading) return reading;
    const begun = load().finally(() => {
      if (reading === begun) reading = undefined;
    });
    reading = begun;
    return begun;
  }

  async function current(freshMs = FRESH_MS, believed = isBelieved()): Promise<Snapshot> {
    const asked = clock();
    if (latest && (believed || Math.abs(asked - latest.readAt) < freshMs)) return latest;
    const joined = await nextReading();
    // While the database is slow, one that was under way may have begun too long ago.
    return asked - joined.readAt < freshMs ? joined : nextReading();
  }

  return {
    async signingKey() {
      const { signing } = await current();
      if (!sealer || !signing?.sealed) throw new Error('There is no active signing key.');
      const { kid, sealed } = signing;
      return remember(privateKeys, kid, async () => {
        const pem = await asked(sealer.open(sealed, kid), 'The signing key cannot be opened.');
        const key = createPrivateKey(Buffer.from(pem).toString());
        return { kid, sign: (input) => signer(key, input) };
      });
    },

    async verificationKey(kid) {
      const row =
        (await current()).keys.get(kid) ?? (await current(FRESH_FOR_UNKNOWN_MS, false)).keys.get(kid);
      if (!row) return undefined;
      const verifies = publicKeys.get(kid) ?? nodeSignatureCheck(row.publicJwk);
      publicKeys.set(kid, verifies);
      return { state: row.state, revoked: row.revokedAt !== null, verifies };
    },

    async jwks() {
      return (await current()).published;
    },

    /** The keys were changed, or may have been. Whoever asks from now on gets a reading that begins now. */
    forget() {
      news++;
      latest = undefined;
      reading = undefined;
    },

    figures: () => ({ keys: lastRead, signaturesWaiting: signer.waiting() }),
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
