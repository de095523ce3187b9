import type { AccessTokenClaims } from './verify.js';

/** By request, so that no other middleware can put claims where a handler looks for them. */
const admitted = new WeakMap<object, AccessTokenClaims>();

/** Notes whose request it is. */
export function admit(request: object, claims: AccessTokenClaims): void {
  admitted.set(request, claims);
}

/**
 * The claims of the token that a request came with.
 *
 * @param request what the framework hands to handlers: the request, of Hono the context
 * @throws TypeError for a request that did not pass `protect`: a route that was left open is a defect
 */
export function claimsOf(request: object): AccessTokenClaims {
  const claims = admitted.get(request);
  if (!claims) throw new TypeError('This request did not pass protect().');
  return claims;
}
