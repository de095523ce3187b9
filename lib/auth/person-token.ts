import type { Principal } from '../admin/principal';
import { rateLimited } from '../oauth/admission';
import { issueHumanToken } from '../oauth/human-token';
import type { OAuthServices } from '../oauth/services';
import type { TokenResponse } from '../oauth/token';
import type { LiveSession } from './sessions';

/**
 * The signed-in person's own access token, to call the APIs as themselves. It dies with the session.
 *
 * @throws OAuthError 429 rate_limited
 */
export async function issuePersonToken(
  { sid, readAt, tokensNotBefore, tenantTokensNotBefore }: LiveSession,
  { userId, tenantId, role, origin }: Principal,
  services: OAuthServices,
): Promise<TokenResponse> {
  const budget = await services.limiter.take('person_token', userId);
  if (!budget.allowed) throw rateLimited(budget);
  const notBefore = Math.max(tokensNotBefore?.getTime() ?? 0, tenantTokensNotBefore?.getTime() ?? 0);
  return issueHumanToken({ userId, tenantId, role, sessionId: sid, readAt, notBefore }, origin, services);
}
