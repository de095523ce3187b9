import { type Role, scopeOfRole } from '../contract/roles';
import { newId } from '../ids';
import { AUDIENCE, type HumanClaims } from '../token/jwt';
import { issuedAt, sign } from './mint';
import type { Origin } from './ports';
import type { OAuthServices } from './services';
import { subjectEvent } from './subject-event';
import type { TokenResponse } from './token';

/** Life of a person's token, in seconds: that of a session nobody refreshes. */
const HUMAN_TOKEN_LIFE = 900;

/** The `client_id` of people's tokens: the app they signed in to. */
const PORTAL = 'gooclaim-portal';

/** A signed-in person, and the session a token of theirs dies with. */
export interface Person {
  userId: string;
  tenantId: string;
  role: Role;
  sessionId: string;
  /** Milliseconds since the epoch: their older tokens were ended. */
  notBefore: number;
}

/** An access token for a signed-in person: what their role allows, for fifteen minutes or as long as the session. */
export async function issueHumanToken(
  person: Person,
  origin: Origin,
  services: OAuthServices,
): Promise<TokenResponse> {
  const now = services.clock();
  const iat = issuedAt(now, person.notBefore);
  const jti = newId('tok');
  const scope = scopeOfRole(person.role);
  const claims: HumanClaims = {
    iss: services.issuer,
    sub: person.userId,
    aud: AUDIENCE,
    tenant_id: person.tenantId,
    scope,
    iat,
    exp: iat + HUMAN_TOKEN_LIFE,
    jti,
    client_id: PORTAL,
    token_use: 'human',
    sid: person.sessionId,
  };
  const [accessToken] = await Promise.all([
    sign(claims, 'JWT', services),
    services.ledger.record({
      ...subjectEvent(now, origin, { type: 'user', id: person.userId, tenantId: person.tenantId }),
      jti,
      action: 'token.issued',
      outcome: 'success',
      detail: { scope, session_id: person.sessionId },
    }),
  ]);
  return { access_token: accessToken, token_type: 'Bearer', expires_in: HUMAN_TOKEN_LIFE, scope };
}
