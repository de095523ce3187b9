import { scopeTokenSchema } from '../contract/scopes';
import { OAuthError } from './errors';
import type { OAuthRequest } from './request';

/**
 * The scope of a token (RFC 6749 §3.3): what was asked for, or all that was granted when nothing was.
 * Never a silent cut: a client that asks for more than it has learns so, instead of failing later elsewhere.
 *
 * @param beyond what is said of a scope beyond the granted ones
 * @throws OAuthError 400 invalid_scope
 */
export function narrowScope(
  granted: readonly string[],
  requested: string | undefined,
  beyond = 'scope asks for more than this client was granted.',
): string {
  if (requested === undefined) return granted.join(' ');
  const tokens = [...new Set(requested.split(' '))];
  if (!tokens.every((token) => scopeTokenSchema.safeParse(token).success))
    throw new OAuthError(400, 'invalid_scope', 'scope is malformed: names separated by single spaces.');
  if (!tokens.every((token) => granted.includes(token))) throw new OAuthError(400, 'invalid_scope', beyond);
  return tokens.join(' ');
}

/** For the client's usage: which scopes a granted request named, all of them granted ones. */
export function noteScopes({ answer }: Pick<OAuthRequest, 'answer'>, requested: string | undefined): void {
  if (answer.use) answer.use.scopes = requested === undefined ? [] : [...new Set(requested.split(' '))];
}
