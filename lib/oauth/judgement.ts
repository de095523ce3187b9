import { type CheckContext, checkToken } from '../token/checks';
import { type AccessTokenClaims, accessTokenClaimsSchema } from '../token/claims';
import type { OAuthServices } from './services';

/** The context in which this service judges a token on behalf of a tenant. Shared with the debugger. */
export function issuerContext(tenantId: string | undefined, services: OAuthServices): CheckContext {
  return {
    issuer: services.issuer,
    now: services.clock(),
    tenantId,
    findKey: (kid) => services.keys.verificationKey(kid),
    findSubject: (claims) => services.clients.findSubject(claims),
    isResource: (owner, audience) => services.clients.isResource(owner, audience),
  };
}

/** The same for a token that someone calls this very service with: one made for another API is not for us. */
export const callerContext = (tenantId: string | undefined, services: OAuthServices): CheckContext => ({
  ...issuerContext(tenantId, services),
  isResource: async () => false,
});

/** The claims of a token that is good in this context now; undefined for any other text. */
export async function claimsOf(token: string, context: CheckContext): Promise<AccessTokenClaims | undefined> {
  const { valid, decoded } = await checkToken(token, context, 'first_failure');
  if (!valid) return undefined;
  const claims = accessTokenClaimsSchema.safeParse(decoded?.payload);
  return claims.success ? claims.data : undefined;
}
