import { admit } from './claims-of.js';
import { createGuard, type ProtectOptions } from './guard.js';
import { responseOf } from './web.js';

export { claimsOf } from './claims-of.js';
export type { ProtectOptions } from './guard.js';
export type { AccessTokenClaims } from './verify.js';

/** The part of a Hono context that is used here. */
export interface HonoContext {
  req: { method: string; url: string; header(name: string): string | undefined };
}

/** A Hono middleware. */
// biome-ignore lint/suspicious/noConfusingVoidType: so Hono types what comes after
export type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<Response | void>;

/**
 * Lets requests with a good token pass: `app.use(protect({ issuer, audience }))`. Handlers read `claimsOf(c)`.
 *
 * Answers 401, 403 or 503 otherwise, with a challenge (RFC 6750 §3).
 *
 * @throws TypeError for options that cannot work
 */
export function protect(options: ProtectOptions): HonoMiddleware {
  const guard = createGuard(options);
  return async (context, next) => {
    const { method, url } = context.req;
    const { pathname: path } = new URL(url);
    const verdict = await guard({ method, path, header: (name) => context.req.header(name) });
    if ('refusal' in verdict) return responseOf(verdict.refusal);
    admit(context, verdict.claims);
    await next();
  };
}
