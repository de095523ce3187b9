import { admit } from './claims-of.js';
import { createGuard, type ProtectOptions } from './guard.js';

export { claimsOf } from './claims-of.js';
export type { ProtectOptions } from './guard.js';
export type { AccessTokenClaims } from './verify.js';

/** The part of a Fastify request that is used here. */
export interface FastifyRequest {
  method: string;
  originalUrl: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The part of a Fastify reply that is used here. */
export interface FastifyReply {
  code(status: number): { headers(values: Record<string, string>): { send(body: unknown): unknown } };
}

/** A Fastify hook. */
export type FastifyHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Lets requests with a good token pass: `app.addHook('onRequest', protect({ issuer, audience }))`, or as `onRequest` of
 * one route. Handlers read `claimsOf(request)`.
 *
 * Answers 401, 403 or 503 otherwise, with a challenge (RFC 6750 §3).
 *
 * @throws TypeError for options that cannot work
 */
export function protect(options: ProtectOptions): FastifyHook {
  const guard = createGuard(options);
  return async (request, reply) => {
    const { method, originalUrl: path, headers } = request;
    const verdict = await guard({ method, path, header: (name) => headers[name]?.toString() });
    if ('refusal' in verdict) {
      const { status, headers, body } = verdict.refusal;
      // A hook that returns the reply ends the request.
      return reply.code(status).headers(headers).send(body);
    }
    admit(request, verdict.claims);
    return undefined;
  };
}
