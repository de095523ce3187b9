import { type CryptoKey, generateKeyPair } from 'jose';
import type { AssertionAlgorithm } from './client-jwks';

const decoys = new Map<AssertionAlgorithm, Promise<CryptoKey>>();

/**
 * A public key whose private half was thrown away, made once a process. An assertion of an unknown client is verified
 * against it, so that its refusal takes as long as one for a wrong signature.
 */
export function decoyKey(alg: AssertionAlgorithm): Promise<CryptoKey> {
  const known = decoys.get(alg);
  if (known) return known;
  const made = generateKeyPair(alg).then(({ publicKey }) => publicKey);
  decoys.set(alg, made);
  return made;
}
