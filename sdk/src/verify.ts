import { type CryptoKey, errors, type JWSHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { readIssuer } from './address.js';
import { InsufficientScopeError, InvalidTokenError, type InvalidTokenReason } from './errors.js';
import { createKeySet, type KeySet } from './key-set.js';

/** The claims of an access token (RFC 9068 §2.2); times in UNIX seconds. */
export interface AccessTokenClaims {
  readonly iss: string;
  /** The client's id, or the person's. */
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly tenant_id: string;
  /** Scopes, with spaces between. */
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly client_id: string;
  /** `machine`: a client speaks for itself. `human`: for a person. */
  readonly token_use: TokenUse;
  /** The key the token is bound to (RFC 9449 §6.1). */
  readonly cnf?: { readonly jkt: string } | undefined;
  readonly [claim: string]: unknown;
}

/** Whether a token speaks for a client itself or for a person. */
export type TokenUse = 'machine' | 'human';

/** What a token must be for this API. */
export interface VerifyOptions {
  /** The service's address: `iss`. */
  issuer: string;
  /** This API: one of `aud`. */
  audience: string;
  /** Scopes that are all needed: a list, or a text with spaces between. */
  scope?: string | readonly string[] | undefined;
  /** Who may come; machines alone where nothing is said. */
  token_use?: TokenUse | readonly TokenUse[] | undefined;
  /** What clocks may differ by, in seconds; 5 where nothing is said. */
  clockToleranceSeconds?: number | undefined;
  /** Keys of one's own making; else one set is kept for each issuer. */
  keys?: KeySet | undefined;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

/** The service signs with nothing else; a token that names another algorithm is forged (RFC 8725 §3.1). */
const ALGORITHMS = ['RS256'];

/** RFC 9068 §4 and the service's default; an ID token or an assertion of the same key is none of them. */
const TYPES = ['jwt', 'at+jwt'];

/** Longer tokens are not looked at, in characters. */
const LONGEST_TOKEN = 16_384;

const shared = new Map<string, KeySet>();

/** From options only, never from a token: nobody else can make it grow. */
function sharedKeys(issuer: string): KeySet {
  const known = shared.get(issuer) ?? createKeySet({ issuer });
  shared.set(issuer, known);
  return known;
}

/**
 * Verifies an access token without asking the service: signature, `iss`, `aud`, `exp`, `nbf`, `token_use` and scopes.
 * That it was revoked a moment ago only introspection tells.
 *
 * A token that is bound to a key (`cnf`) is refused: only a proof makes it good, which `protect` of the middlewares looks
 * at where `dpop` says so.
 *
 * @throws InvalidTokenError | InsufficientScopeError for the token, UnavailableError without keys: answer that with 503
 */
export async function verifyToken(token: string, options: VerifyOptions): Promise<AccessTokenClaims> {
  const claims = await verifyAnyToken(token, options);
  if (claims.cnf)
    throw new InvalidTokenError('bound', 'The token is bound to a key, and no proof was looked at.');
  return claims;
}

/** The same for a token that may be bound: whoever calls looks at the proof. */
export async function verifyAnyToken(
  token: string,
  {
    issuer,
    audience,
    scope,
    token_use = 'machine',
    clockToleranceSeconds = 5,
    keys,
    now = Date.now,
  }: VerifyOptions,
): Promise<AccessTokenClaims> {
  // `undefined` from a configuration would mean to jose that it need not look.
  if (!audience) throw new TypeError('audience must be given.');
  const iss = readIssuer(issuer);
  const set = keys ?? sharedKeys(iss);
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN)
    throw new InvalidTokenError('malformed', 'The token is too long.');
  const payload = await verified(token, (header) => set.keyOf(header), {
    issuer: iss,
    audience,
    clockTolerance: clockToleranceSeconds,
    currentDate: new Date(now()),
  });
  const claims = readClaims(payload);
  if (![token_use].flat().includes(claims.token_use))
    throw new InvalidTokenError('token_use', `A token of use ${claims.token_use} is not accepted here.`);
  requireScope(claims, scope);
  return claims;
}

async function verified(
  token: string,
  keyOf: (header: JWSHeaderParameters) => Promise<CryptoKey>,
  expected: { issuer: string; audience: string; clockTolerance: number; currentDate: Date },
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      ...expected,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub', 'jti'],
    });
    const typ = (protectedHeader.typ ?? 'JWT').toLowerCase().replace(/^application\//, '');
    if (!TYPES.includes(typ)) throw new InvalidTokenError('malformed', 'The token is not an access token.');
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw invalid(cause);
    throw cause;
  }
}

/** What jose found, in our words: its own may quote the token. */
function invalid(cause: errors.JOSEError): InvalidTokenError {
  const [reason, words] = wordsFor(cause);
  return new InvalidTokenError(reason, words);
}

function wordsFor(cause: errors.JOSEError): [InvalidTokenReason, string] {
  if (cause instanceof errors.JWTExpired) return ['expired', 'The token has expired.'];
  if (cause instanceof errors.JWTClaimValidationFailed) {
    switch (cause.claim) {
      case 'iss':
        return ['issuer', 'The token is of another issuer.'];
      case 'aud':
        return ['audience', 'The token is for another audience.'];
      case 'nbf':
      case 'iat':
        return ['not_yet_valid', 'The token is not valid yet.'];
      default:
        return ['claims', 'The token lacks a claim that access tokens have.'];
    }
  }
  if (cause instanceof errors.JWKSNoMatchingKey)
    return ['unknown_key', 'The token is signed with a key that is not published.'];
  if (cause instanceof errors.JWSSignatureVerificationFailed)
    return ['signature', 'The signature of the token is wrong.'];
  if (cause instanceof errors.JOSEAlgNotAllowed || cause instanceof errors.JOSENotSupported)
    return ['algorithm', 'The token is not signed with RS256.'];
  return ['malformed', 'The token is not a signed JWT.'];
}

const TEXTS = ['iss', 'sub', 'tenant_id', 'scope', 'jti', 'client_id'] as const;

function readClaims(payload: JWTPayload): AccessTokenClaims {
  const { token_use, cnf } = payload;
  const isWhole =
    TEXTS.every((name) => typeof payload[name] === 'string') &&
    (token_use === 'machine' || token_use === 'human') &&
    (cnf === undefined || typeof (cnf as { jkt?: unknown } | null)?.jkt === 'string');
  if (!isWhole) throw new InvalidTokenError('claims', 'The token lacks a claim that access tokens have.');
  return payload as unknown as AccessTokenClaims;
}

/** Holds claims to scopes. @throws InsufficientScopeError */
export function requireScope(
  claims: Pick<AccessTokenClaims, 'scope'>,
  needed: string | readonly string[] | undefined,
): void {
  const all = [needed ?? []].flat().flatMap((text) => text.split(' ').filter(Boolean));
  const given = claims.scope.split(' ');
  if (!all.every((scope) => given.includes(scope))) throw new InsufficientScopeError(all.join(' '));
}
