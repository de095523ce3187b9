import { isOfApp, revokeAppToken } from './app-revocation';
import { admitCaller } from './caller';
import { issuedClaimsOf, issuerContext } from './judgement';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import { subjectEvent } from './subject-event';

/**
 * Token revocation (RFC 7009). A client or person ends their own tokens. Any other text, be it unknown, expired or
 * another's token, changes nothing and gets the same answer: the caller learns nothing of it. So does an app.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client, 429 rate_limited
 */
export async function revokeToken(request: OAuthRequest, services: OAuthServices): Promise<void> {
  if (isOfApp(request)) return revokeAppToken(request, services);
  const caller = await admitCaller('revoke', request, services);
  const token = request.parameters.requireText('token');
  const claims = await issuedClaimsOf(token, issuerContext(caller.tenantId, services));
  if (claims?.sub !== caller.id) return;
  await services.revoke(
    claims.jti,
    new Date(claims.exp * 1000),
    subjectEvent(services.clock(), request.origin, caller, {
      jti: claims.jti,
      action: 'token.revoked',
      outcome: 'success',
      detail:
        claims.token_use === 'human'
          ? { session_id: claims.sid }
          : claims.cred.startsWith('jwk_')
            ? { key_id: claims.cred }
            : { secret_id: claims.cred },
    }),
  );
}
