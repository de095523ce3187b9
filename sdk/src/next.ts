import { admit } from './claims-of.js';
import { createGuard, type ProtectOptions } from './guard.js';
import { responseOf } from './web.js';

export { claimsOf } from './claims-of.js';
export type { ProtectOptions } from './guard.js';
export type { AccessTokenClaims } from './verify.js';

/** A handler of requests as the web has them: a route of Next.js, or of anything else that knows `Request`. */
export type RouteHandler<Rest extends unknown[], Incoming extends Request = Request> = (
  request: Incoming,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Lets requests with a good token reach a handler:
 * `export const GET = protect({ issuer, audience }, (request) => …)`, which reads `claimsOf(request)`.
 *
 * Answers 401, 403 or 503 otherwise, with a challenge (RFC 6750 §3).
 *
 * @throws TypeError for options that cannot work
 */
export function protect<Rest extends unknown[], Incoming extends Request = Request>(
  options: ProtectOptions,
  handler: RouteHandler<Rest, Incoming>,
): (request: Incoming, ...rest: Rest) => Promise<Response> {
  const guard = createGuard(options);
  return async (request, ...rest) => {
    const { method, url, headers } = request;
    const { pathname: path } = new URL(url);
    const verdict = await guard({ method, path, header: (name) => headers.get(name) ?? undefined });
    if ('refusal' in verdict) return responseOf(verdict.refusal);
    admit(request, verdict.claims);
    return handler(request, ...rest);
  };
}
