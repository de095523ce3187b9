import { digestOf, randomBase62 } from '../ids';

/** 256 random bits that are handed out once; the database keeps a digest only. */
export interface OneTimeText {
  text: string;
  digest: Uint8Array;
}

const oneTime = (text: string): OneTimeText => ({ text, digest: digestOf(text) });

export const newAuthorizationCode = (): OneTimeText => oneTime(randomBase62());

const REFRESH_TOKEN = /^gcr_[0-9A-Za-z]{43}$/;

/** `gcr_` and 43 base62 characters: people and scanners see what it is. */
export const newRefreshToken = (): OneTimeText => oneTime(`gcr_${randomBase62()}`);

export const looksLikeRefreshToken = (text: string): boolean => REFRESH_TOKEN.test(text);
