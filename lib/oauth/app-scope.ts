import { may, type Role, scopeOfRole } from '../contract/roles';
import { MANAGE_CLIENTS, READ_CLIENTS } from '../contract/scope-terms';
import { narrowScope } from './scope';

/** What an app may ask for beside the APIs' scopes (OpenID Connect Core 1.0 §5.4 and §11). */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const;

const isOpenId = (scope: string): boolean => (OPENID_SCOPES as readonly string[]).includes(scope);
const ofRole = (role: Role): string[] => scopeOfRole(role).split(' ');

/** What a person's token may do at the MCP server; within these their role decides, as in the portal. */
export const mcpScopesOf = (role: Role): string[] =>
  may(role, 'secret:rotate') ? [READ_CLIENTS, MANAGE_CLIENTS] : [READ_CLIENTS];

const BEYOND = "scope asks for more than this person's role allows.";

/**
 * The scopes of a sign-in: what was asked for, and all that the role allows when no scope of an API was.
 *
 * @param forMcp whether it is for the MCP server, whose tokens have its scopes alone
 * @throws OAuthError 400 invalid_scope for more than the role allows
 */
export function grantScopes(role: Role, requested: string | undefined, forMcp = false): string[] {
  const allowed = forMcp ? mcpScopesOf(role) : ofRole(role);
  if (requested === undefined) return allowed;
  const scopes = narrowScope([...OPENID_SCOPES, ...allowed], requested, BEYOND).split(' ');
  return scopes.every(isOpenId) ? [...scopes, ...allowed] : scopes;
}

/**
 * The scope of a refreshed token (RFC 6749 §6): what was granted, as far as the role of today allows it, or the part of
 * it that is asked for.
 *
 * @throws OAuthError 400 invalid_scope
 */
export function refreshedScope(
  role: Role,
  granted: readonly string[],
  requested: string | undefined,
): string {
  const allowed = [...ofRole(role), ...mcpScopesOf(role)];
  const still = granted.filter((scope) => isOpenId(scope) || allowed.includes(scope));
  return narrowScope(still, requested, 'scope asks for more than was granted at sign-in.');
}
