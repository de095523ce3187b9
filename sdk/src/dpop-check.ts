import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { sha256 } from './dpop.js';
import { InvalidTokenError } from './errors.js';

/** An API that takes bound tokens (RFC 9449 §7). */
export interface DPoPCheckOptions {
  /** The public origin of the API, such as `https://api.example.com`: what callers send is not believed. */
  origin: string;
}

/** A request with a proof. */
export interface ProvenRequest {
  method: string;
  /** Path, with or without a query. */
  path: string;
  /** The `DPoP` header. */
  proof: string | undefined;
  token: string;
  /** The key the token is bound to. */
  jkt: string;
}

/** Asymmetric algorithms (RFC 9449 §11.6). */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];

/** How far `iat` may be from now, in seconds. */
const WINDOW = 60;

/** Proofs that are remembered, so that none is taken twice. Only owners of good tokens get to fill it. */
const MOST_PROOFS = 100_000;

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const refused = (words: string) => new InvalidTokenError('bound', words);

/**
 * Checks proofs (RFC 9449 §4.3). Used ones are remembered in this process alone: of several behind one name, each takes
 * a proof once.
 *
 * @param now milliseconds since the epoch
 */
export function createProofCheck(
  { origin }: DPoPCheckOptions,
  now: () => number,
): (request: ProvenRequest) => Promise<void> {
  const home = new URL(origin).origin;
  const used = new Map<string, number>();

  function isFirstUse(jti: string): boolean {
    const at = now();
    // In the order of their use, which is nearly that of their end.
    for (const [old, until] of used) {
      if (until > at && used.size < MOST_PROOFS) break;
      used.delete(old);
    }
    if (used.has(jti)) return false;
    used.set(jti, at + 2 * WINDOW * 1000);
    return true;
  }

  return async ({ method, path, proof, token, jkt }) => {
    if (!proof || proof.includes(','))
      throw refused('The token is bound to a key: send one DPoP proof with it.');
    const { payload, key } = await read(proof, now());
    const { jti, htm, htu, iat = 0, ath } = payload;
    const here = addressOf(home + path);
    if (
      typeof jti !== 'string' ||
      jti.length > 255 ||
      htm !== method ||
      here === undefined ||
      addressOf(htu) !== here
    )
      throw refused('The DPoP proof is for another request.');
    if (Math.abs(iat - now() / 1000) > WINDOW) throw refused('The DPoP proof was not made just now.');
    if (ath !== (await sha256(token))) throw refused('The DPoP proof is for another token.');
    if (key !== jkt) throw refused('The token is bound to another key.');
    if (!isFirstUse(`${jkt} ${jti}`)) throw refused('The DPoP proof was used before.');
  };
}

async function read(
  proof: string,
  now: number,
): Promise<{ payload: Record<string, unknown> & { iat?: number }; key: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...PROOF_ALGORITHMS],
      requiredClaims: ['jti', 'htm', 'htu', 'iat', 'ath'],
      currentDate: new Date(now),
      clockTolerance: WINDOW,
    });
    const { jwk } = protectedHeader;
    // A private key that was shown is nobody's own any more.
    if (!jwk || PRIVATE.some((member) => member in jwk)) throw new TypeError();
    return { payload, key: await calculateJwkThumbprint(jwk) };
  } catch {
    // Whatever it is: the caller wrote all of it, and Web Crypto has errors of its own for odd keys.
    throw refused('The DPoP proof does not hold.');
  }
}

/** Without query and fragment. */
function addressOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
