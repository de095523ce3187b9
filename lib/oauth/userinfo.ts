import { admitTokenCaller } from './caller';
import { OAuthError } from './errors';
import { personClaims } from './id-token';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

/**
 * Who a token speaks for (OpenID Connect Core 1.0 §5.3).
 *
 * @throws OAuthError 401 invalid_token, 403 insufficient_scope for a token that no person signed in for, 429 rate_limited
 */
export async function userinfo(request: OAuthRequest, services: OAuthServices) {
  const { id, tenantId, own } = await admitTokenCaller('userinfo', request, services);
  const { claims } = own;
  const scopes = claims.scope.split(' ');
  if (claims.token_use !== 'human' || !scopes.includes('openid'))
    throw new OAuthError(
      403,
      'insufficient_scope',
      'This takes a token of a person, with the scope openid.',
      {
        'WWW-Authenticate': 'Bearer realm="gooclaim", error="insufficient_scope", scope="openid"',
      },
    );
  const person = await services.apps.findPerson(tenantId, id);
  // Disabled in the moment between the two looks.
  if (!person)
    throw new OAuthError(
      401,
      'invalid_token',
      'The access token is malformed, expired, revoked or not ours.',
      {
        'WWW-Authenticate': 'Bearer realm="gooclaim", error="invalid_token"',
      },
    );
  return { sub: id, ...personClaims(person, scopes) };
}
