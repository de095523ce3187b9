import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { JWK } from 'jose';
import { overload } from '../faults';
import type { SignatureCheck } from '../token/signature';

/** RSASSA-PKCS1-v1_5 with SHA-256: RS256 (RFC 7518 §3.3). */
const RS256 = 'RSA-SHA256';

/** Signatures that may wait. Behind a thousand others a caller would wait longer than it is worth. */
const LONGEST_QUEUE = 1_000;

/**
 * Signatures handed to Node's four threads at once. As many again as they can make: a thread that falls asleep between
 * two costs more to wake than what it does meanwhile. No more: whatever else needs a thread stands behind them.
 */
const AT_ONCE = 8;

/**
 * A check by Node, at once. At 2048 bits that takes some 15 µs. Handed to another thread it takes twice as much in all,
 * and stands behind signatures that take twenty times as long; by Web Crypto it takes 42.
 *
 * @throws Error for a key that is not RSA
 */
export function nodeSignatureCheck(jwk: JWK): SignatureCheck {
  const key = createPublicKey({ key: jwk as never, format: 'jwk' });
  if (key.asymmetricKeyType !== 'rsa') throw new Error('A stored public key is not an RSA key.');
  return (token) => {
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    return verify(RS256, Buffer.from(token.slice(0, end)), key, signature);
  };
}

export interface Signer {
  /** Signs in base64url. @throws Error an overload, before anything is begun */
  (key: KeyObject, input: string): Promise<string>;
  /** Signatures that have not begun. */
  waiting(): number;
}

/** Signs on Node's threads: a signature takes a core the better part of a millisecond, and nobody else must wait for it. */
export function createSigner(longestQueue = LONGEST_QUEUE): Signer {
  const waiting: (() => void)[] = [];
  let begun = 0;
  const signer = (key: KeyObject, input: string) => {
    if (waiting.length >= longestQueue) throw overload('Too many signatures are waiting.');
    return new Promise<string>((resolve, reject) => {
      const begin = () => {
        begun++;
        sign(RS256, Buffer.from(input), key, (fault, signature) => {
          begun--;
          waiting.shift()?.();
          if (fault) reject(fault);
          else resolve(signature.toString('base64url'));
        });
      };
      if (begun < AT_ONCE) begin();
      else waiting.push(begin);
    });
  };
  return Object.assign(signer, { waiting: () => waiting.length });
}
