import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { inTime, unavailable } from '../faults';

/** A private key at rest, and which key-encryption key closed it. */
export interface Sealed {
  bytes: Uint8Array;
  /** `Sealer.id`; empty on rows from before this was kept. */
  by: string;
}

/**
 * Wraps private keys at rest.
 *
 * A cloud KMS is another implementation of this: `seal` and `open` call its encrypt and decrypt with `boundTo` as the
 * encryption context, and `id` is a digest of the address of its key. Put first in `sealers.ts`, before the sealers that
 * closed the rows there are, it takes over by the same steps as any change of the key-encryption key.
 *
 * When it cannot be reached it rejects with a fault that `isOutage` knows, such as `Late`: "not now" is no "never".
 */
export interface Sealer {
  /** Names the key-encryption key and says nothing of it: kept beside all that it sealed. */
  readonly id: string;
  seal(plain: Uint8Array, boundTo: string): Promise<Sealed>;
  /** @throws when the key-encryption key is another one, or the bytes or what they are bound to were changed */
  open(sealed: Sealed, boundTo: string): Promise<Uint8Array>;
}

/** A key service answers in a tenth of a second, in milliseconds; whoever waits for a token waits eight seconds at most. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * What a sealer does, for a request. Whatever is in the way, a key service that is away or one that refuses, nothing can
 * be signed now: an outage as long as it lasts. One that hangs is given up, or nobody would ever ask it again.
 *
 * @throws an outage
 */
export async function asked<T>(work: Promise<T>, words: string): Promise<T> {
  try {
    return await inTime(ANSWER_WITHIN_MS, work, 'What opens and seals keys did not answer in time.');
  } catch (cause) {
    throw unavailable(words, cause);
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D): `iv ‖ tag ‖ ciphertext`. The key's id is authenticated with it, so that a sealed key
 * cannot be moved to another row.
 *
 * @param keyEncryptionKey 32 bytes
 */
export function aesGcmSealer(keyEncryptionKey: Uint8Array): Sealer {
  const id = createHmac('sha256', keyEncryptionKey)
    .update('gooclaim key-encryption key id')
    .digest('hex')
    .slice(0, 16);
  return {
    id,
    async seal(plain, boundTo) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyEncryptionKey, iv).setAAD(Buffer.from(boundTo));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { bytes: Buffer.concat([iv, cipher.getAuthTag(), ciphertext]), by: id };
    },
    async open({ bytes }, boundTo) {
      const iv = bytes.subarray(0, IV_BYTES);
      const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', keyEncryptionKey, iv, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}

/**
 * One sealer of several: the first seals, each opens what it sealed. While a key-encryption key is being changed,
 * instances with the old and with the new one so read each other's rows.
 */
export function sealerChain(current: Sealer, ...earlier: Sealer[]): Sealer {
  const all = [current, ...earlier];
  return {
    id: current.id,
    seal: current.seal,
    async open(sealed, boundTo) {
      const fitting = sealed.by === '' ? all : all.filter(({ id }) => id === sealed.by);
      let fault: unknown = new Error(`Sealed under a key-encryption key that is not here (${sealed.by}).`);
      for (const sealer of fitting) {
        try {
          return await sealer.open(sealed, boundTo);
        } catch (cause) {
          fault = cause;
        }
      }
      throw fault;
    },
  };
}
