import { errors, jwtVerify } from 'jose';
import { PRIVATE_MEMBERS } from '../contract/client-fields';
import { decodeToken } from '../token/jwt';
import { ASSERTION_ALGORITHMS, algorithmsOf, importClientKey } from './client-jwks';
import type { ClientKey } from './ports';
import type { OAuthRequest } from './request';

/** Asymmetric and deemed secure (RFC 9449 §11.6): no others than for assertions. */
export const PROOF_ALGORITHMS = ASSERTION_ALGORITHMS;

/** How far `iat` may be from now, either way, in milliseconds. */
const WINDOW_MS = 300_000;

const LONGEST_JTI = 255;

/** What remains to be judged of a proof that holds for its request. */
export interface Proof {
  /** Thumbprint of its key (RFC 7638, SHA-256). */
  jkt: string;
  jti: string;
  nonce: string | undefined;
  ath: string | undefined;
  /** Until when its `jti` must be remembered. */
  rememberUntil: Date;
}

/**
 * The checks of RFC 9449 §4.3 that need nothing but the proof and its request. Not among them: nonce, access token, and
 * whether the proof was used before.
 *
 * @param now milliseconds since the epoch
 * @returns what is wrong, in words for the client's developer, or the proof
 */
export async function checkProof(
  dpop: string,
  { method, urls }: Pick<OAuthRequest, 'method' | 'urls'>,
  now: number,
): Promise<Proof | string> {
  // Two header fields reach us joined by a comma, which no JWT has (RFC 9110 §5.3).
  if (dpop.includes(',')) return 'Send one DPoP header and no more.';
  const decoded = decodeToken(dpop);
  if (typeof decoded === 'string') return 'The DPoP header is not a signed JWT.';
  const { header, payload } = decoded;
  if (header.typ !== 'dpop+jwt') return 'typ of the DPoP proof must be dpop+jwt.';
  if (header.crit !== undefined) return 'The DPoP proof must have no crit header.';

  const { jti, htm, htu, iat } = payload;
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI)
    return `jti of the DPoP proof must be a string of 1 to ${LONGEST_JTI} characters.`;
  if (htm !== method) return 'htm of the DPoP proof must be the method of the request.';
  if (!isOneOf(urls, htu)) return 'htu of the DPoP proof must be the address of this endpoint.';
  if (typeof iat !== 'number' || Math.abs(iat * 1000 - now) > WINDOW_MS)
    return 'iat of the DPoP proof must be a time within five minutes of now.';

  const signer = await readKey(header);
  if (typeof signer === 'string') return signer;
  try {
    await jwtVerify(dpop, signer.key, { algorithms: [...PROOF_ALGORITHMS], currentDate: new Date(now) });
  } catch (cause) {
    // Anything but jose's own refusal is a defect of ours and must surface as one.
    if (cause instanceof errors.JOSEError) return 'The DPoP proof does not verify with the key in it.';
    throw cause;
  }
  return {
    jkt: signer.thumbprint,
    jti,
    nonce: text(payload.nonce),
    ath: text(payload.ath),
    // For longer than any instance takes it, be its clock a little behind.
    rememberUntil: new Date(iat * 1000 + 2 * WINDOW_MS),
  };
}

const text = (claim: unknown) => (typeof claim === 'string' ? claim : undefined);

/** @returns what is wrong, or the key */
async function readKey({ alg, jwk }: Record<string, unknown>): Promise<ClientKey | string> {
  const known = PROOF_ALGORITHMS.find((name) => name === alg);
  if (!known) return `alg of the DPoP proof must be one of ${PROOF_ALGORITHMS.join(', ')}.`;
  const unusable = 'jwk of the DPoP proof must be a public key for its alg, an RSA key of 2048 bits or more.';
  if (!isObject(jwk)) return unusable;
  if (PRIVATE_MEMBERS.some((name) => name in jwk))
    return 'jwk of the DPoP proof has a private key in it: make a new one, since this one has been shown.';
  if (!algorithmsOf(jwk).includes(known)) return unusable;
  return (await importClientKey(jwk, known)) ?? unusable;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function isOneOf(urls: readonly string[], htu: unknown): boolean {
  const target = typeof htu === 'string' ? normalised(htu) : undefined;
  return target !== undefined && urls.some((url) => normalised(url) === target);
}

/** Without query and fragment, and normalised (RFC 3986 §6.2.2 and §6.2.3). */
function normalised(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  // What `URL` leaves as it is spelled: %74 is t, and %c3 is %C3.
  return url.href.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase();
  });
}
