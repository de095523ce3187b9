import { type Role, scopeOfRole } from '../contract/roles';
import { newId } from '../ids';
import type { HumanClaims } from '../token/claims';
import { AUDIENCE } from '../token/jwt';
import { issuedAt, mint } from './mint';
import type { AuditEvent, Origin } from './ports';
import type { OAuthServices } from './services';
import { subjectEvent } from './subject-event';
import type { TokenResponse } from './token';

/** Life of a person's token, in seconds: that of a session nobody refreshes. */
export const HUMAN_TOKEN_LIFE = 900;

/** The `client_id` of people's tokens: the app they signed in to. */
const PORTAL = 'gooclaim-portal';

/** A signed-in person, and the session a token of theirs dies with. */
export interface Person {
  userId: string;
  tenantId: string;
  role: Role;
  sessionId: string;
  /** When the session was read, in milliseconds since the epoch. */
  readAt: number;
  /** Milliseconds since the epoch: their older tokens were ended. */
  notBefore: number;
}

/** The claims of a person's access token. @param iat in UNIX seconds */
export const humanClaims = ({
  tenantId,
  clientId = PORTAL,
  audience = AUDIENCE,
  ...claims
}: Pick<HumanClaims, 'iss' | 'sub' | 'scope' | 'iat' | 'jti' | 'sid'> & {
  tenantId: string;
  clientId?: string;
  audience?: string;
}): HumanClaims => ({
  iss: claims.iss,
  sub: claims.sub,
  aud: audience,
  tenant_id: tenantId,
  scope: claims.scope,
  iat: claims.iat,
  exp: claims.iat + HUMAN_TOKEN_LIFE,
  jti: claims.jti,
  client_id: clientId,
  token_use: 'human',
  sid: claims.sid,
});

/** An access token for a signed-in person: what their role allows, for fifteen minutes or as long as the session. */
export async function issueHumanToken(
  person: Person,
  origin: Origin,
  services: OAuthServices,
): Promise<TokenResponse> {
  const { userId, tenantId, role, sessionId } = person;
  const iat = await issuedAt(
    person.readAt,
    person.notBefore,
    { use: 'human', tenantId, subjectId: userId, credentialId: sessionId },
    services,
  );
  const jti = newId('tok');
  const scope = scopeOfRole(role);
  const claims = humanClaims({
    iss: services.issuer,
    sub: userId,
    tenantId,
    scope,
    iat,
    jti,
    sid: sessionId,
  });
  const event: AuditEvent = subjectEvent(
    services.clock(),
    origin,
    { type: 'user', id: userId, tenantId },
    { jti, action: 'token.issued', outcome: 'success', detail: { scope, session_id: sessionId } },
  );
  const accessToken = await mint(claims, 'JWT', event, services);
  return { access_token: accessToken, token_type: 'Bearer', expires_in: HUMAN_TOKEN_LIFE, scope };
}
