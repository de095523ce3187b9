import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../keys/derived-key';

/** How long a challenge may be answered, in milliseconds. */
export const CHALLENGE_LIFE_MS = 300_000;
/** Instances' clocks differ a little. */
export const CHALLENGE_SKEW_MS = 90_000;

const TIME_BYTES = 6;
const HEAD_BYTES = TIME_BYTES + 16;

/** The one use of a challenge: `sign-in`, or `register` or `step-up` of one session. */
export type ChallengeUse = 'sign-in' | `${'register' | 'step-up'}:${string}`;

const seal = (head: Uint8Array, use: ChallengeUse, pepper: Uint8Array): Buffer =>
  createHmac('sha256', derivedKey(pepper, 'gooclaim passkey challenge')).update(head).update(use).digest();

/**
 * A challenge (WebAuthn §13.4.3): the time, 128 random bits, and a seal over both and its use. Nothing is stored until
 * it is answered, so nobody fills a table by asking, and every instance knows the others' challenges.
 *
 * @param now milliseconds since the epoch
 */
export function newChallenge(use: ChallengeUse, pepper: Uint8Array, now: number): Uint8Array<ArrayBuffer> {
  const head = randomBytes(HEAD_BYTES);
  head.writeUIntBE(now, 0, TIME_BYTES);
  return new Uint8Array(Buffer.concat([head, seal(head, use, pepper)]));
}

/** Whether it is one of ours, for this use, of the last five minutes. That it is answered once is seen to elsewhere. */
export function isOwnChallenge(
  challenge: string,
  use: ChallengeUse,
  pepper: Uint8Array,
  now: number,
): boolean {
  const given = Buffer.from(challenge, 'base64url');
  const head = given.subarray(0, HEAD_BYTES);
  const expected = seal(head, use, pepper);
  const found = given.subarray(HEAD_BYTES);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return false;
  const age = now - head.readUIntBE(0, TIME_BYTES);
  return age >= -CHALLENGE_SKEW_MS && age <= CHALLENGE_LIFE_MS;
}
