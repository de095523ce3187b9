import { managesClients } from '../contract/scope-terms';
import { AUDIENCE } from '../token/jwt';
import { OAuthError } from './errors';

/**
 * The MCP server's identifier as a protected resource (RFC 8707 §2, RFC 9728 §1.2), and the audience of the tokens it
 * takes. It has one of its own because its tokens live in the hands of an agent: one that leaks from there is good
 * nowhere else, and one that was sent to any other API is not good there.
 */
export const mcpResource = (issuer: string): string => `${issuer}/mcp`;

/**
 * The audience of a token (RFC 8707 §2): the standard one, or the one resource that was asked for and is allowed.
 *
 * @param allowed the client's resources
 * @param mcp that of the MCP server, which any client may ask for: what it may do there, its scopes say
 * @throws OAuthError 400 invalid_target
 */
export function chooseAudience(
  allowed: readonly string[],
  requested: string | undefined,
  mcp: string,
): string {
  if (requested === undefined || requested === AUDIENCE) return AUDIENCE;
  if (requested === mcp || allowed.includes(requested)) return requested;
  throw new OAuthError(400, 'invalid_target', 'resource names no API this client may ask a token for.');
}

/**
 * The audience of a person's token at an app. It follows from the scopes of the sign-in, which are those of the MCP server
 * or those of the APIs: a sign-in is for one of them, and `resource`, where it is sent, must name that one.
 *
 * @throws OAuthError 400 invalid_target
 */
export function audienceOfSignIn(
  granted: readonly string[],
  requested: string | undefined,
  issuer: string,
): string {
  const audience = managesClients(granted) ? mcpResource(issuer) : AUDIENCE;
  if (requested === undefined || requested === audience) return audience;
  throw new OAuthError(400, 'invalid_target', 'resource is not what this person signed in for.');
}
