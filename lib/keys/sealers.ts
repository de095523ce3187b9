import { aesGcmSealer, type Sealer, sealerChain } from './seal';

/** Key-encryption keys, 32 bytes each. */
export interface KeyEncryption {
  /** Absent where nothing is sealed or opened. */
  keyEncryptionKey: Uint8Array | undefined;
  /** These open, and seal nothing. */
  otherKeyEncryptionKeys: readonly Uint8Array[];
}

/**
 * The one place where it is chosen what seals the private keys.
 *
 * @param first put before those of the settings, such as a cloud KMS: it seals, and they open what they sealed
 * @returns undefined where nothing opens the keys
 */
export function sealersOf(
  { keyEncryptionKey, otherKeyEncryptionKeys }: KeyEncryption,
  first: readonly Sealer[] = [],
): Sealer | undefined {
  const own = keyEncryptionKey ? [keyEncryptionKey, ...otherKeyEncryptionKeys].map(aesGcmSealer) : [];
  const [current, ...earlier] = [...first, ...own];
  return current && sealerChain(current, ...earlier);
}
