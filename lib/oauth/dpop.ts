import { createHash } from 'node:crypto';
import { isRecentNonce, newNonce } from './dpop-nonce';
import { checkProof, PROOF_ALGORITHMS } from './dpop-proof';
import { type ErrorCode, invalidRequest, OAuthError } from './errors';
import type { SingleUse } from './ports';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

type Services = Pick<OAuthServices, 'pepper' | 'clock' | 'replays'>;

/** The challenge of the DPoP scheme (RFC 9449 §7.1): an error code only for a request that used it. */
export const dpopChallenge = (error?: ErrorCode): string =>
  `DPoP realm="gooclaim"${error ? `, error="${error}"` : ''}, algs="${PROOF_ALGORITHMS.join(' ')}"`;

/** How a fault is told: with 400 where tokens are issued (§5, §8), by a challenge where one is the credential (§7.1, §9). */
type Refuse = (code: ErrorCode, description: string) => OAuthError;
const atIssue: Refuse = (code, description) => new OAuthError(400, code, description);
const atUse: Refuse = (code, description) =>
  new OAuthError(401, code, description, { 'WWW-Authenticate': dpopChallenge(code) });

/**
 * Takes the proof of a request (RFC 9449 §4.3). Whether it was used before is asked last, so that a proof which is
 * refused can be neither spent for its owner nor stored at our cost.
 *
 * @param bound what a proof that comes with an access token must show: the token's hash and its key
 * @returns the thumbprint of the proof's key, and the use that was made of it
 */
async function takeProof(
  dpop: string,
  request: OAuthRequest,
  services: Services,
  refuse: Refuse,
  bound?: { ath: string; jkt: string },
): Promise<{ jkt: string; use: SingleUse }> {
  const now = services.clock();
  // On every answer, so that a client that keeps the last nonce is never sent back for one.
  request.answer.headers['DPoP-Nonce'] = newNonce(services.pepper, now);
  const proof = await checkProof(dpop, request, now);
  if (typeof proof === 'string') throw refuse('invalid_dpop_proof', proof);
  const { jkt, jti, nonce, ath, rememberUntil } = proof;
  if (bound && ath !== bound.ath)
    throw refuse('invalid_dpop_proof', 'ath of the DPoP proof must be the hash of the access token.');
  if (bound && jkt !== bound.jkt) throw refuse('invalid_token', 'The access token is bound to another key.');
  if (nonce === undefined || !isRecentNonce(nonce, services.pepper, now))
    throw refuse('use_dpop_nonce', 'The DPoP proof must carry the nonce of this answer, in DPoP-Nonce.');
  const use = { owner: `dpop:${jkt}`, jti, expiresAt: rememberUntil };
  if (!(await services.replays.firstUse(use)))
    throw refuse('invalid_dpop_proof', 'The DPoP proof was used before: make one for each request.');
  return { jkt, use };
}

/**
 * The key that a token is to be bound to (RFC 9449 §5). Called after client authentication: whoever has no credentials
 * must not make us verify signatures.
 *
 * @param required whether the client is registered for bound tokens only (§5.2)
 * @returns the thumbprint of the proof's key; undefined when there is no proof and none is required
 * @throws OAuthError 400 invalid_request | invalid_dpop_proof | use_dpop_nonce
 */
export async function readProof(
  required: boolean,
  request: OAuthRequest,
  services: Services,
): Promise<string | undefined> {
  if (request.dpop !== null) return (await takeProof(request.dpop, request, services, atIssue)).jkt;
  if (required) throw invalidRequest('This client must send a DPoP proof with every token request.');
  return undefined;
}

/**
 * Holds a bound access token to its key (RFC 9449 §7.1).
 *
 * @param jkt thumbprint of the key the token is bound to
 * @returns the use that was made of the proof
 * @throws OAuthError 401 invalid_dpop_proof | use_dpop_nonce | invalid_token
 */
export async function proveBoundToken(
  token: string,
  jkt: string,
  request: OAuthRequest,
  services: Services,
): Promise<SingleUse> {
  if (request.dpop === null)
    throw atUse('invalid_dpop_proof', 'Send a DPoP header: this access token is bound to a key.');
  const ath = createHash('sha256').update(token).digest('base64url');
  return (await takeProof(request.dpop, request, services, atUse, { ath, jkt })).use;
}
