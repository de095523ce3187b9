import { newId } from '../ids';
import { AUDIENCE } from '../token/jwt';
import { appEvent } from './app-event';
import type { AppGrant, AppPerson, AppRecord } from './app-ports';
import { HUMAN_TOKEN_LIFE, humanClaims } from './human-token';
import { idTokenClaims } from './id-token';
import { issuedAt, sign } from './mint';
import type { AuditEvent, Origin } from './ports';
import type { OAuthServices } from './services';

/** What the tokens of a session at an app are made of. */
interface TokenFacts {
  app: AppRecord;
  person: AppPerson;
  grant: Pick<AppGrant, 'authenticatedAt' | 'amr'>;
  sid: string;
  /** Space-separated. */
  scope: string;
  audience: string;
  nonce: string | null;
  /** Milliseconds since the epoch, before the records were read. */
  askedAt: number;
  /** A live session of the person, to look at again if the token has to wait. */
  liveSid: string;
  origin: Origin;
}

export interface AppTokens {
  accessToken: string;
  /** Present when `openid` is in the scope. */
  idToken: string | undefined;
  expiresIn: number;
  /** To be written with what was changed for it: the tokens leave only after that. */
  event: AuditEvent;
}

/** Signs, and changes nothing: a fault of the keys must not use up what the tokens are given for. */
export async function makeAppTokens(facts: TokenFacts, services: OAuthServices): Promise<AppTokens> {
  const { app, person, grant, sid, scope, audience, nonce, origin } = facts;
  const { userId, tenantId, email } = person;
  const iat = await issuedAt(
    facts.askedAt,
    person.notBefore,
    { use: 'human', tenantId, subjectId: userId, credentialId: facts.liveSid },
    services,
  );
  const jti = newId('tok');
  const signingKey = await services.keys.signingKey();
  const claims = humanClaims({
    iss: services.issuer,
    sub: userId,
    tenantId,
    clientId: app.id,
    audience,
    scope,
    iat,
    jti,
    sid,
  });
  const accessToken = await sign(claims, 'JWT', signingKey);
  const scopes = scope.split(' ');
  const identity = { appId: app.id, sid, iat, nonce, ...grant, accessToken };
  const idToken = scopes.includes('openid')
    ? await sign(idTokenClaims(services.issuer, identity, person, scopes), 'JWT', signingKey)
    : undefined;
  return {
    accessToken,
    idToken,
    expiresIn: HUMAN_TOKEN_LIFE,
    event: {
      ...appEvent(
        services.clock(),
        origin,
        app,
        { userId, email },
        {
          scope,
          session_id: sid,
          ...(audience === AUDIENCE ? {} : { audience }),
        },
      ),
      jti,
      action: 'token.issued',
      outcome: 'success',
    },
  };
}
