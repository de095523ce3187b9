import { createHmac } from 'node:crypto';
import { customAlphabet } from 'nanoid';
import { derivedKey } from '../keys/derived-key';

/** Crockford's base32: no letter that is mistaken for a digit. */
const newCode = customAlphabet('0123456789abcdefghjkmnpqrstvwxyz', 24);
const COUNT = 10;

/** As they are shown. 120 random bits each: nobody guesses one, so a keyed digest is enough to keep. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: COUNT }, () => newCode().replace(/.{6}(?=.)/g, '$&-'));

/** Typed from paper: capitals, blanks and letters that look like digits are forgiven. */
const plain = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');

/** What is stored in place of a code. Of the person too: one digest cannot be moved to another. */
export const recoveryDigest = (typed: string, userId: string, pepper: Uint8Array): Uint8Array =>
  createHmac('sha256', derivedKey(pepper, 'gooclaim recovery codes'))
    .update(JSON.stringify([userId, plain(typed)]))
    .digest();
