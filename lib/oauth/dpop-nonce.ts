import { createHmac, hkdfSync } from 'node:crypto';
import { sameDigest } from './secret';

/** How long a nonce may be used, in milliseconds. */
const NONCE_LIFE_MS = 300_000;

/** Instances' clocks differ a little; a nonce that one has just given out must not be refused by the next. */
const CLOCK_SKEW_MS = 90_000;

/** The time and its seal. The key is derived, so that no digest of a client secret can ever pass for a seal. */
function sealed(time: string, pepper: Uint8Array): string {
  const key = new Uint8Array(hkdfSync('sha256', pepper, '', 'gooclaim dpop nonce', 32));
  return `${time}.${createHmac('sha256', key).update(time).digest('base64url')}`;
}

/**
 * A nonce for DPoP proofs (RFC 9449 §8): without one, whoever has a client for a minute can sign proofs for next year.
 * Nothing is stored: all instances share the pepper, and so each knows the others' nonces.
 *
 * @param now milliseconds since the epoch
 */
export const newNonce = (pepper: Uint8Array, now: number): string => sealed(now.toString(36), pepper);

/** Whether a nonce is one of ours of the last five minutes; compared in constant time. */
export function isRecentNonce(nonce: string, pepper: Uint8Array, now: number): boolean {
  const [time = ''] = nonce.split('.', 1);
  if (!sameDigest(Buffer.from(nonce), Buffer.from(sealed(time, pepper)))) return false;
  const age = now - Number.parseInt(time, 36);
  return age >= -CLOCK_SKEW_MS && age <= NONCE_LIFE_MS;
}
