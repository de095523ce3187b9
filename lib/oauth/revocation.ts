import type { Meter } from './admission';
import { admitCaller } from './caller';
import { clientEvent } from './client-audit';
import { claimsOf } from './judgement';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import type { OAuthServices } from './services';

/**
 * Token revocation (RFC 7009). A client ends its own tokens. Any other text, be it unknown, expired or another client's
 * token, changes nothing and gets the same answer: the caller learns nothing of it.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client, 429 rate_limited
 */
export async function revokeToken(
  authorization: string | null,
  parameters: Parameters,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<void> {
  const caller = await admitCaller(authorization, parameters, 'revoke', origin, meter, services);
  const claims = await claimsOf(parameters.requireText('token'), caller.tenantId, services);
  if (claims?.client_id !== caller.id) return;
  await services.revoke(claims.jti, new Date(claims.exp * 1000), {
    ...clientEvent(services.clock(), origin, caller, caller.id),
    jti: claims.jti,
    action: 'token.revoked',
    outcome: 'success',
    detail: { secret_id: claims.cred },
  });
}
