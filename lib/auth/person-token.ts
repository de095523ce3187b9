import type { Principal } from '../admin/principal';
import { issueHumanToken } from '../oauth/human-token';
import type { OAuthServices } from '../oauth/services';
import type { TokenResponse } from '../oauth/token';
import type { LiveSession } from './sessions';

/** The signed-in person's own access token, to call the APIs as themselves. It dies with the session. */
export const issuePersonToken = (
  { sid, tokensNotBefore, tenantTokensNotBefore }: LiveSession,
  { userId, tenantId, role, origin }: Principal,
  services: OAuthServices,
): Promise<TokenResponse> =>
  issueHumanToken(
    {
      userId,
      tenantId,
      role,
      sessionId: sid,
      notBefore: Math.max(tokensNotBefore?.getTime() ?? 0, tenantTokensNotBefore?.getTime() ?? 0),
    },
    origin,
    services,
  );
