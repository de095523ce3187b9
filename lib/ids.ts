import { createHash } from 'node:crypto';
import { customAlphabet } from 'nanoid';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 22 base62 characters: 131 random bits, and percent-decoding leaves them as they are. */
const random = customAlphabet(ALPHABET, 22);

/** One prefix a kind of subject, so that a person, a machine and a tenant can never be confused. */
export type IdKind =
  | 'client'
  | 'app'
  | 'usr'
  | 'ten'
  | 'sec'
  | 'key'
  | 'ses'
  | 'pky'
  | 'inv'
  | 'dom'
  | 'whk'
  | 'whs'
  | 'req'
  | 'tok';

export const newId = (kind: IdKind): string => `${kind}_${random()}`;

/** 43 base62 characters carry 256 random bits. */
export const randomBase62 = customAlphabet(ALPHABET, 43);

/** What the database keeps of a random text that opens something: SHA-256, since 256 random bits need no pepper. */
export const digestOf = (text: string): Uint8Array => createHash('sha256').update(text).digest();
