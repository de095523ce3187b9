import { readIssuer } from './address.js';
import { createProofCheck, type DPoPCheckOptions, PROOF_ALGORITHMS } from './dpop-check.js';
import { AuthError, InsufficientScopeError, InvalidTokenError } from './errors.js';
import type { Introspect } from './introspect.js';
import { type AccessTokenClaims, requireScope, type VerifyOptions, verifyAnyToken } from './verify.js';

/** What a middleware lets pass. */
export interface ProtectOptions extends VerifyOptions {
  /** Asks the service as well, so that a revoked token is refused within the answer's age. */
  introspect?: Introspect | undefined;
  /** Takes tokens that are bound to a key as well (RFC 9449). */
  dpop?: DPoPCheckOptions | undefined;
  /** Names this API in challenges. */
  realm?: string | undefined;
}

/** A request, as far as it matters here. */
interface IncomingCall {
  method: string;
  /** Path, with or without a query. */
  path: string;
  /** @param name in lower case */
  header(name: string): string | undefined;
}

/** An answer in place of the API's own (RFC 6750 §3). */
export interface Refusal {
  status: 400 | 401 | 403 | 503;
  headers: Record<string, string>;
  body: { error: string; error_description: string };
}

/** Judges a request. */
export type Guard = (call: IncomingCall) => Promise<{ claims: AccessTokenClaims } | { refusal: Refusal }>;

/** A challenge is made of these; a quote would end it. */
const QUOTABLE = /^[\x20-\x21\x23-\x5B\x5D-\x7E]*$/;

/** @throws TypeError for options that cannot work */
export function createGuard(options: ProtectOptions): Guard {
  const { realm = 'api', dpop, introspect, scope, now = Date.now } = options;
  const expected = { ...options, scope: undefined };
  const needed = [scope ?? []].flat().join(' ');
  if (![realm, needed].every((text) => QUOTABLE.test(text)))
    throw new TypeError('realm and scope must be plain ASCII.');
  readIssuer(options.issuer);
  if (!options.audience) throw new TypeError('audience must be given.');
  const checkProof = dpop && createProofCheck(dpop, now);

  function challenge(scheme: string, parameters: Record<string, string>): string {
    const all = { realm, ...parameters, ...(scheme === 'DPoP' ? { algs: PROOF_ALGORITHMS.join(' ') } : {}) };
    return `${scheme} ${Object.entries(all)
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ')}`;
  }

  const refuse = (
    status: Refusal['status'],
    error: string,
    words: string,
    header: Record<string, string>,
  ) => ({
    refusal: {
      status,
      headers: { 'Cache-Control': 'no-store', ...header },
      body: { error, error_description: words },
    },
  });

  /** RFC 6750 §3.1: who sent no credentials is told no error in the challenge, only what there is. */
  const unauthenticated = () => {
    const all = [challenge('Bearer', {}), ...(dpop ? [challenge('DPoP', {})] : [])].join(', ');
    return refuse(401, 'invalid_token', 'Send an access token.', { 'WWW-Authenticate': all });
  };

  async function judge(scheme: string, token: string, call: IncomingCall): Promise<AccessTokenClaims> {
    const claims = await verifyAnyToken(token, expected);
    const isBound = claims.cnf !== undefined;
    // RFC 9449 §7.2: a bound token is no bearer token, and whoever claims a proof must have a token that needs one.
    if (isBound !== (scheme === 'DPoP'))
      throw new InvalidTokenError('bound', `The token is ${isBound ? '' : 'not '}bound to a key.`);
    if (claims.cnf)
      await checkProof?.({
        method: call.method,
        path: call.path,
        proof: call.header('dpop'),
        token,
        jkt: claims.cnf.jkt,
      });
    if (introspect && !(await introspect(token)).active)
      throw new InvalidTokenError('inactive', 'The token was ended.');
    requireScope(claims, scope);
    return claims;
  }

  return async (call) => {
    const [, given = '', token] = /^(\S+) +(.*)$/.exec(call.header('authorization') ?? '') ?? [];
    const scheme = ['Bearer', ...(dpop ? ['DPoP'] : [])].find(
      (name) => name.toLowerCase() === given.toLowerCase(),
    );
    if (!scheme || !token) return unauthenticated();
    try {
      return { claims: await judge(scheme, token.trim(), call) };
    } catch (cause) {
      if (!(cause instanceof AuthError)) throw cause;
      const { error, error_description } = cause;
      const said = { error, error_description };
      if (cause instanceof InvalidTokenError)
        return refuse(401, error, error_description, { 'WWW-Authenticate': challenge(scheme, said) });
      if (cause instanceof InsufficientScopeError)
        return refuse(403, error, error_description, {
          'WWW-Authenticate': challenge(scheme, { ...said, scope: cause.scope }),
        });
      // No verdict is not a bad verdict, and never a good one.
      return refuse(503, 'temporarily_unavailable', 'The token could not be checked: try again shortly.', {
        'Retry-After': '1',
      });
    }
  };
}
