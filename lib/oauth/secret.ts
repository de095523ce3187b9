import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomBase62 } from '../ids';

const SECRET = /^gcs_([a-z0-9]{1,16})_([0-9A-Za-z]{43,})$/;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 of what precedes it, in six base62 digits: a typo is found offline, a scanner has few false alarms. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/**
 * A new client secret: `gcs_<environment>_<43 base62 characters><checksum>`.
 *
 * @param environment lower-case letters and digits, such as `live`
 */
export function newClientSecret(environment: string): string {
  const body = `gcs_${environment}_${randomBase62()}`;
  return body + checksum(body);
}

/** Whether a text has the form of a client secret and its checksum holds. Says nothing of whether it is valid. */
export function isWellFormedSecret(text: string): boolean {
  return SECRET.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);
}

/** The expression that `SECURITY.md` has for scanners. */
const IN_TEXT = /gcs_[a-z0-9]{1,16}_[0-9A-Za-z]{49,}/g;
/** Of a secret, after its second underscore. */
const LENGTH = 49;

/** What has the form of a secret anywhere in a text, each once; also where more letters follow right behind. */
export function secretsIn(text: string): string[] {
  const found = [...text.matchAll(IN_TEXT)].flatMap(([whole]) => {
    const exact = whole.slice(0, whole.indexOf('_', 'gcs_'.length) + 1 + LENGTH);
    return [exact, whole].filter(isWellFormedSecret);
  });
  return [...new Set(found)];
}

/** What is stored in place of a secret. The pepper is not in the database, so a dump of it cannot be tried offline. */
export function secretDigest(secret: string, pepper: Uint8Array): Uint8Array {
  return createHmac('sha256', pepper).update(secret, 'utf8').digest();
}

/** Constant-time. */
export function sameDigest(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
