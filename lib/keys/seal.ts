import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Wraps private keys at rest. A cloud KMS would be another implementation of this. */
export interface Sealer {
  seal(plain: Uint8Array, boundTo: string): Promise<Uint8Array>;
  /** @throws when the key-encryption key is another one, or the bytes or what they are bound to were changed */
  open(sealed: Uint8Array, boundTo: string): Promise<Uint8Array>;
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
  return {
    async seal(plain, boundTo) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyEncryptionKey, iv).setAAD(Buffer.from(boundTo));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
    },
    async open(sealed, boundTo) {
      const iv = sealed.subarray(0, IV_BYTES);
      const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', keyEncryptionKey, iv, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}
