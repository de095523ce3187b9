import { type CheckContext, type CheckName, checkToken, OWN_TENANT } from '../token/checks';
import { type AccessTokenClaims, claimsIn } from '../token/claims';
import { mcpResource } from './resource';
import type { OAuthServices } from './services';

/** The context in which this service judges a token on behalf of a tenant. Shared with the debugger. */
export function issuerContext(tenantId: CheckContext['tenantId'], services: OAuthServices): CheckContext {
  return {
    issuer: services.issuer,
    now: services.clock(),
    tenantId,
    memory: services.tokens,
    findKey: (kid) => services.keys.verificationKey(kid),
    findSubject: (claims) => services.clients.findSubject(claims),
    isResource: async (owner, audience) =>
      audience === mcpResource(services.issuer) || services.clients.isResource(owner, audience),
  };
}

/**
 * The same for a token that someone calls this very service with, on behalf of whichever tenant it is of: one made for
 * another API is not for us.
 */
export const callerContext = (services: OAuthServices): CheckContext => ({
  ...issuerContext(OWN_TENANT, services),
  isResource: async () => false,
});

/** The same at the MCP server. A token with the standard audience passes here, too: that it is for others is said there. */
export const mcpContext = (services: OAuthServices): CheckContext => ({
  ...issuerContext(OWN_TENANT, services),
  isResource: async (_, audience) => audience === mcpResource(services.issuer),
});

/** What a token may fail today and pass tomorrow: its audience taken off a list, its client or person disabled, a clock. */
const PASSING: readonly CheckName[] = ['audience', 'issued_at', 'subject'];

/**
 * The claims of a token that this service issued to a tenant and that may be good again, whatever is in its way now:
 * what was ended is to stay so (RFC 7009 §2.1). Undefined for one that is over for good, and for any other text.
 */
export async function issuedClaimsOf(
  token: string,
  context: CheckContext,
): Promise<AccessTokenClaims | undefined> {
  const { results, decoded } = await checkToken(token, context, 'end');
  const isOver = results.some(({ check, outcome }) => outcome === 'fail' && !PASSING.includes(check));
  return isOver || !decoded ? undefined : claimsIn(decoded);
}

/** The claims of a token that is good in this context now; undefined for any other text. */
export async function claimsOf(token: string, context: CheckContext): Promise<AccessTokenClaims | undefined> {
  const { valid, decoded } = await checkToken(token, context, 'first_failure');
  return valid && decoded ? claimsIn(decoded) : undefined;
}
