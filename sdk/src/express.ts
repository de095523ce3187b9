import { admit } from './claims-of.js';
import { createGuard, type ProtectOptions } from './guard.js';

export { claimsOf } from './claims-of.js';
export type { ProtectOptions } from './guard.js';
export type { AccessTokenClaims } from './verify.js';

/** The part of an Express request that is used here. */
export interface ExpressRequest {
  method: string;
  originalUrl: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The part of an Express response that is used here. */
export interface ExpressResponse {
  status(code: number): { set(headers: Record<string, string>): { json(body: unknown): unknown } };
}

/** An Express middleware. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ExpressResponse,
  next: (cause?: unknown) => void,
) => void;

/**
 * Lets requests with a good token pass: `app.use(protect({ issuer, audience }))`. Handlers read `claimsOf(request)`.
 *
 * Answers 401, 403 or 503 otherwise, with a challenge (RFC 6750 §3).
 *
 * @throws TypeError for options that cannot work
 */
export function protect(options: ProtectOptions): ExpressMiddleware {
  const guard = createGuard(options);
  return (request, response, next) => {
    const { method, originalUrl: path, headers } = request;
    guard({ method, path, header: (name) => headers[name]?.toString() })
      .then((verdict) => {
        if ('refusal' in verdict) {
          const { status, headers, body } = verdict.refusal;
          response.status(status).set(headers).json(body);
          return;
        }
        admit(request, verdict.claims);
        next();
      })
      .catch(next);
  };
}
