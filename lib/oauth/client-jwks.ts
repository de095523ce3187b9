import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { ClientKey, ClientRecord } from './ports';

/** How a client may sign: with keys only it has (RFC 7523 §2.2), and nothing weaker than RFC 8725 §3.2 would have it. */
export const ASSERTION_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

export type ClientJwks = NonNullable<ClientRecord['jwks']>;
type RawJwk = ClientJwks['keys'][number];

interface KeyKind {
  kty: string;
  crv?: string;
  /** What the public key consists of (RFC 7518 §6, RFC 8037 §2). Nothing else of a JWK reaches the importer. */
  members: string[];
  /** Two names of one algorithm stand together (RFC 9864 §2.2). */
  algorithms: AssertionAlgorithm[][];
}

const KINDS: KeyKind[] = [
  { kty: 'RSA', members: ['n', 'e'], algorithms: [['RS256'], ['PS256']] },
  { kty: 'EC', crv: 'P-256', members: ['crv', 'x', 'y'], algorithms: [['ES256']] },
  { kty: 'EC', crv: 'P-384', members: ['crv', 'x', 'y'], algorithms: [['ES384']] },
  { kty: 'OKP', crv: 'Ed25519', members: ['crv', 'x'], algorithms: [['EdDSA', 'Ed25519']] },
];

const kindOf = (jwk: RawJwk): KeyKind | undefined =>
  KINDS.find(({ kty, crv }) => kty === jwk.kty && (crv === undefined || crv === jwk.crv));

/** The algorithms a key may verify with: those of its kind, or the one among them that it names (RFC 7517 §4.4). */
export function algorithmsOf(jwk: RawJwk): AssertionAlgorithm[] {
  const algorithms = kindOf(jwk)?.algorithms ?? [];
  return algorithms.filter((names) => jwk.alg === undefined || names.some((name) => name === jwk.alg)).flat();
}

const isBase64url = (value: unknown) => typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value);

const RSA_BITS = { min: 2048, max: 8192 };

/** Bits of an unsigned integer in base64url (RFC 7518 §2, Base64urlUInt). */
function bitLength(base64url: string): number {
  const hex = Buffer.from(base64url, 'base64url').toString('hex').replace(/^0+/, '');
  return hex === '' ? 0 : (hex.length - 1) * 4 + Number.parseInt(hex.slice(0, 1), 16).toString(2).length;
}

/** What keeps a public JWK from being used, in words for its owner; undefined when nothing is seen without importing it. */
function visibleProblem(jwk: RawJwk): string | undefined {
  const kind = kindOf(jwk);
  if (!kind) return 'must be an RSA key, an EC key on P-256 or P-384, or an OKP key on Ed25519';
  const missing = kind.members.find((name) => !isBase64url(jwk[name]));
  if (missing) return `has no ${missing} in base64url: copy the whole key`;
  if (algorithmsOf(jwk).length === 0)
    return `has an alg that does not fit it: ${kind.algorithms.flat().join(' or ')}, or none`;
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify')))
    return 'has key_ops without verify: add it, or leave them out';
  if (kind.kty !== 'RSA') return undefined;
  // With an exponent of 1 everybody can sign; 65537 is what every tool makes (FIPS 186-5 §5.4 wants it as large).
  if (jwk.e !== 'AQAB') return 'must have the exponent 65537 (e: AQAB)';
  const bits = bitLength(String(jwk.n));
  if (bits < RSA_BITS.min) return `has ${bits} bits: an RSA key needs at least ${RSA_BITS.min}`;
  return bits > RSA_BITS.max ? `has ${bits} bits: at most ${RSA_BITS.max}` : undefined;
}

/**
 * A public key, ready to verify one algorithm's signatures with.
 *
 * @param alg one of `algorithmsOf(jwk)`
 * @returns undefined for a key that is none: too small, or a point beside its curve
 */
export async function importClientKey(jwk: RawJwk, alg: AssertionAlgorithm): Promise<ClientKey | undefined> {
  if (visibleProblem(jwk)) return undefined;
  const members = Object.fromEntries(
    ['kty', ...(kindOf(jwk)?.members ?? [])].map((name) => [name, jwk[name]]),
  );
  try {
    const key = await importJWK(members as JWK, alg);
    return key instanceof Uint8Array
      ? undefined
      : { key, thumbprint: await calculateJwkThumbprint(members as JWK) };
  } catch {
    return undefined;
  }
}

/**
 * Whether every key of a pasted set can really verify an assertion, whose form `jwksSchema` has found right.
 *
 * @returns in words for the person who pasted it what is wrong with the first key that cannot; undefined when all can
 */
export async function unusableKey(jwks: ClientJwks): Promise<string | undefined> {
  for (const [index, jwk] of jwks.keys.entries()) {
    const problem = textProblem(jwk) ?? visibleProblem(jwk) ?? (await importProblem(jwk));
    if (problem) return `Key ${index + 1} ${problem}`;
  }
  return undefined;
}

/** What PostgreSQL's jsonb refuses in any member: NUL, half a surrogate pair; and what no serializer gets to the end of. */
function textProblem(jwk: RawJwk): string | undefined {
  try {
    return /\\u(0000|d[89a-f])/.test(JSON.stringify(jwk))
      ? 'has a character that cannot be stored'
      : undefined;
  } catch {
    return 'is nested too deeply';
  }
}

async function importProblem(jwk: RawJwk): Promise<string | undefined> {
  const [alg] = algorithmsOf(jwk);
  return alg && (await importClientKey(jwk, alg)) ? undefined : 'is not a key: copy all of it again';
}
