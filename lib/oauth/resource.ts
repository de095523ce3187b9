import { AUDIENCE } from '../token/jwt';
import { OAuthError } from './errors';

/**
 * The audience of a token (RFC 8707 §2): the standard one, or the one resource that was asked for and is allowed.
 *
 * @param allowed the client's resources
 * @throws OAuthError 400 invalid_target
 */
export function chooseAudience(allowed: readonly string[], requested: string | undefined): string {
  if (requested === undefined || requested === AUDIENCE) return AUDIENCE;
  if (allowed.includes(requested)) return requested;
  throw new OAuthError(400, 'invalid_target', 'resource names no API this client may ask a token for.');
}
