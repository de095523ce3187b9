import { type CryptoKey, compactVerify, errors } from 'jose';
import type { DecodedToken } from './jwt';

/** Whether one key made the RS256 signature of a token (RFC 7515 §5.2). The same function as long as it is the same key. */
export type SignatureCheck = (token: string) => boolean | Promise<boolean>;

/** What the check may be asked of: the algorithm is ours to choose, never the token's (RFC 8725 §3.1). */
export const mayBeOurs = ({ header, signed }: DecodedToken): boolean =>
  signed && header.alg === 'RS256' && header.crit === undefined;

/** A check by Web Crypto: the browser's. */
export const webSignatureCheck =
  (key: CryptoKey): SignatureCheck =>
  async (token) => {
    try {
      await compactVerify(token, key, { algorithms: ['RS256'] });
      return true;
    } catch (cause) {
      // Anything but jose's own refusal is a defect of ours and must surface as one, not as a bad token.
      if (cause instanceof errors.JOSEError) return false;
      throw cause;
    }
  };
