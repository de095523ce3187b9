import type { z } from 'zod';
import type { introspectionResponseSchema } from '../contract/wire';
import { admitCaller } from './caller';
import { claimsOf, issuerContext } from './judgement';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

/** RFC 7662 §2.2; times in UNIX seconds. Inactive is exactly `{"active":false}`. */
export type IntrospectionResponse = z.infer<typeof introspectionResponseSchema>;

/** A verdict older than this, in milliseconds, is not given out: the limits may have been waited for. */
const SAME_MOMENT_MS = 250;

/**
 * Token introspection (RFC 7662). A defect of the caller's own credential is an error; anything about the inspected
 * token is `{"active":false}` with no hint, so that a foreign token and an invented one look alike.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client, 429 rate_limited
 */
export async function introspect(
  request: OAuthRequest,
  services: OAuthServices,
): Promise<IntrospectionResponse> {
  const caller = await admitCaller('introspect', request, services);
  const token = request.parameters.requireText('token');
  // Asked about itself, as the documentation shows it, a token has just been found good: once is enough.
  const { own } = caller;
  const claims =
    own?.token === token && services.clock() - own.judgedAt < SAME_MOMENT_MS
      ? own.claims
      : await claimsOf(token, issuerContext(caller.tenantId, services));
  if (!claims) {
    if (request.answer.use) request.answer.use.outcome = 'inactive';
    return { active: false };
  }
  const jkt = claims.token_use === 'machine' ? claims.cnf?.jkt : undefined;
  return {
    active: true,
    sub: claims.sub,
    tenant_id: claims.tenant_id,
    scope: claims.scope === '' ? undefined : claims.scope,
    iat: claims.iat,
    exp: claims.exp,
    aud: claims.aud,
    iss: claims.iss,
    jti: claims.jti,
    client_id: claims.client_id,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    token_use: claims.token_use,
    // Left out of the JSON where there is none.
    cnf: jkt === undefined ? undefined : { jkt },
  };
}
