import { base64url, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** A key pair for proofs, as Web Crypto has it. The private half may be one that cannot be exported. */
export interface DPoPKeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** RS256, PS256, ES256, ES384, EdDSA or Ed25519. */
  alg: string;
}

/** A request as a proof names it. */
interface Proven {
  method: string;
  url: string;
  /** The access token that the proof comes with. */
  accessToken?: string;
}

/** Makes proofs of possession (RFC 9449 §4). */
export interface DPoP {
  proof(request: Proven): Promise<string>;
  /** Keeps the nonce of an answer for the next proof to that server (§8). */
  learn(url: string, headers: Headers): void;
}

/** Servers whose nonces are kept: one makes no more than a few calls elsewhere. */
const MOST_NONCES = 100;

/**
 * @param given a pair of one's own; without it one is made, whose private half never leaves the process
 * @param now milliseconds since the epoch
 */
export function createDPoP(given: DPoPKeyPair | undefined, now: () => number): DPoP {
  const nonces = new Map<string, string>();
  let made: Promise<DPoPKeyPair & { jwk: JWK }> | undefined;
  const keys = () => {
    made ??= pairOf(given);
    return made;
  };

  return {
    async proof({ method, url, accessToken }) {
      const { privateKey, jwk, alg } = await keys();
      const { origin, pathname } = new URL(url);
      const nonce = nonces.get(origin);
      return new SignJWT({
        jti: crypto.randomUUID(),
        htm: method,
        htu: `${origin}${pathname}`,
        ...(nonce === undefined ? {} : { nonce }),
        ...(accessToken === undefined ? {} : { ath: await sha256(accessToken) }),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk })
        .setIssuedAt(Math.floor(now() / 1000))
        .sign(privateKey);
    },
    learn(url, headers) {
      const nonce = headers.get('dpop-nonce');
      // NQCHAR of RFC 6749: what a nonce is made of.
      if (!nonce || !/^[\x21\x23-\x5B\x5D-\x7E]{1,500}$/.test(nonce)) return;
      const { origin } = new URL(url);
      nonces.delete(origin);
      nonces.set(origin, nonce);
      const [oldest] = nonces.keys();
      if (nonces.size > MOST_NONCES && oldest !== undefined) nonces.delete(oldest);
    },
  };
}

async function pairOf(given: DPoPKeyPair | undefined): Promise<DPoPKeyPair & { jwk: JWK }> {
  const pair = given ?? { ...(await generateKeyPair('ES256')), alg: 'ES256' };
  const { kty, crv, x, y, n, e } = await exportJWK(pair.publicKey);
  return { ...pair, jwk: { kty, crv, x, y, n, e } };
}

/** Whether an answer of an API asks for a proof with its nonce (§9). */
export const wantsNonce = (headers: Headers): boolean =>
  headers.has('dpop-nonce') && /\buse_dpop_nonce\b/.test(headers.get('www-authenticate') ?? '');

/** A SHA-256 digest, base64url. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return base64url.encode(new Uint8Array(digest));
}
