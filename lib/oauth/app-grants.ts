import { createHash } from 'node:crypto';
import { newId } from '../ids';
import { networkOf } from '../ratelimit/network';
import { rateLimited } from './admission';
import { admitApp } from './app-admission';
import { appEvent } from './app-event';
import type { AppGrant, AppPerson, AppRecord, CodeRecord } from './app-ports';
import { refreshedScope } from './app-scope';
import { type AppTokens, makeAppTokens } from './app-tokens';
import { OAuthError } from './errors';
import { newRefreshToken, oneTimeDigest } from './one-time';
import type { OAuthRequest } from './request';
import { chooseAudience } from './resource';
import type { OAuthServices } from './services';
import type { TokenResponse } from './token';

/** A session at an app ends this long after its last refresh … */
const APP_SESSION_IDLE_MS = 3_600_000;
/** … and this long after it began, whatever happens. */
const APP_SESSION_TOTAL_MS = 8 * 3_600_000;

/** RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3. */
export interface AppTokenResponse extends TokenResponse {
  /** With `offline_access` only; good once. */
  refresh_token?: string;
  /** With `openid` only. */
  id_token?: string;
}

/** Why, for the app's activity; the caller is told the same of all of them. */
type Reason =
  | 'code_unknown'
  | 'code_expired'
  | 'code_used'
  | 'code_verifier_wrong'
  | 'redirect_uri_differs'
  | 'refresh_token_unknown'
  | 'refresh_token_used'
  | 'session_ended';

const invalidGrant = () =>
  new OAuthError(
    400,
    'invalid_grant',
    'This code or refresh token is unknown, expired, used or not for this.',
  );

/** One refusal, with its row as long as there is room: anybody who knows an app's id can bring it about. */
async function refused(
  app: AppRecord,
  reason: Reason,
  { origin }: Pick<OAuthRequest, 'origin'>,
  services: OAuthServices,
): Promise<OAuthError> {
  if ((await services.limiter.take('refusal_row', networkOf(origin.address))).allowed)
    await services.ledger.record({
      ...appEvent(services.clock(), origin, app, undefined, { reason }),
      action: 'token.refused',
      outcome: 'failure',
    });
  return invalidGrant();
}

/**
 * What is good once came twice: one of the two is a thief, and nobody can tell which. So the session ends, with all
 * its tokens (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
 */
async function replayed(
  app: AppRecord,
  sid: string,
  reason: 'code_used' | 'refresh_token_used',
  { origin }: Pick<OAuthRequest, 'origin'>,
  services: OAuthServices,
): Promise<OAuthError> {
  await services.apps.endAppSession(sid, {
    ...appEvent(services.clock(), origin, app, undefined, { reason, session_id: sid }),
    action: 'app.replay_detected',
    outcome: 'failure',
  });
  return invalidGrant();
}

/** @throws OAuthError 429 rate_limited */
async function chargePerson(
  { userId }: AppPerson,
  { answer }: OAuthRequest,
  { limiter }: OAuthServices,
): Promise<void> {
  answer.rate = await limiter.take('person_token', userId);
  if (!answer.rate.allowed) throw rateLimited(answer.rate);
}

/**
 * The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.5).
 *
 * @throws OAuthError 400 invalid_request | invalid_grant | invalid_target | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function exchangeCode(
  request: OAuthRequest,
  services: OAuthServices,
): Promise<AppTokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  const app = await admitApp(request, services);
  const code = parameters.require('code');
  const verifier = parameters.require('code_verifier');
  const redirectUri = parameters.get('redirect_uri');
  chooseAudience([], parameters.get('resource'));

  const digest = oneTimeDigest(code);
  const found = await services.apps.findCode(digest);
  if (found?.appId !== app.id) throw await refused(app, 'code_unknown', request, services);
  if (found.sid !== null) throw await replayed(app, found.sid, 'code_used', request, services);
  const flaw = flawOf(found, verifier, redirectUri, askedAt);
  if (flaw) throw await refused(app, flaw, request, services);
  const { person } = found;
  if (!person || person.notBefore > found.createdAt.getTime())
    throw await refused(app, 'session_ended', request, services);
  await chargePerson(person, request, services);

  const sid = newId('ses');
  const { authenticatedAt, amr, scopes, parentSid, userId, nonce } = found;
  const tokens = await makeAppTokens(
    {
      app,
      person,
      grant: { authenticatedAt, amr },
      sid,
      scope: scopes.join(' '),
      nonce,
      askedAt,
      liveSid: parentSid,
      origin,
    },
    services,
  );
  const now = services.clock();
  const refreshToken = scopes.includes('offline_access') ? newRefreshToken() : undefined;
  const session = {
    ...{ appId: app.id, userId, parentSid, scopes, authenticatedAt, amr, sid },
    createdAt: new Date(now),
    expiresAt: new Date(now + APP_SESSION_IDLE_MS),
    endsAt: new Date(now + APP_SESSION_TOTAL_MS),
    refreshDigest: refreshToken?.digest,
  };
  const signedIn = {
    ...appEvent(now, origin, app, person, { session_id: sid }),
    action: 'app.signed_in',
    outcome: 'success' as const,
  };
  if (!(await services.apps.exchangeCode(digest, session, [signedIn, tokens.event]))) {
    // Another call was faster, which is a second use, or the person signed out in between.
    const now = await services.apps.findCode(digest);
    if (now?.sid) throw await replayed(app, now.sid, 'code_used', request, services);
    throw await refused(app, 'session_ended', request, services);
  }
  return answerOf(tokens, scopes.join(' '), refreshToken?.text);
}

function flawOf(
  { expiresAt, codeChallenge, redirectUri }: CodeRecord,
  verifier: string,
  sentUri: string | undefined,
  now: number,
): Reason | undefined {
  if (expiresAt.getTime() <= now) return 'code_expired';
  // OAuth 2.1 sends it at the authorization endpoint only; where it is sent here, it must be that one.
  if (sentUri !== undefined && sentUri !== redirectUri) return 'redirect_uri_differs';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier) || challenge !== codeChallenge)
    return 'code_verifier_wrong';
  return undefined;
}

/**
 * The refresh token grant (RFC 6749 §6). Each refresh token is good once and answered with the next one; one that comes
 * again ends the session (RFC 9700 §4.14.2), as one of two that come at the same time does.
 *
 * @throws OAuthError 400 invalid_request | invalid_grant | invalid_scope | invalid_target | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function refreshTokens(
  request: OAuthRequest,
  services: OAuthServices,
): Promise<AppTokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  const app = await admitApp(request, services);
  const presented = parameters.require('refresh_token');
  const requestedScope = parameters.get('scope');
  chooseAudience([], parameters.get('resource'));

  const digest = oneTimeDigest(presented);
  const found = await services.apps.findRefreshToken(digest);
  if (found?.appId !== app.id) throw await refused(app, 'refresh_token_unknown', request, services);
  const { sid, person } = found;
  if (found.used) throw await replayed(app, sid, 'refresh_token_used', request, services);
  if (!person) throw await refused(app, 'session_ended', request, services);
  await chargePerson(person, request, services);

  const scope = refreshedScope(person.role, found.scopes, requestedScope);
  const tokens = await makeAppTokens(
    { app, person, grant: grantOf(found), sid, scope, nonce: null, askedAt, liveSid: sid, origin },
    services,
  );
  const now = services.clock();
  const next = newRefreshToken();
  const rotated = await services.apps.rotateRefreshToken(
    { digest, sid },
    {
      digest: next.digest,
      at: new Date(now),
      expiresAt: new Date(Math.min(now + APP_SESSION_IDLE_MS, found.endsAt.getTime())),
    },
    tokens.event,
  );
  // Another call was faster. If the session ended in between instead, there is none left to end.
  if (!rotated) throw await replayed(app, sid, 'refresh_token_used', request, services);
  return answerOf(tokens, scope, next.text);
}

const grantOf = ({ authenticatedAt, amr }: AppGrant) => ({ authenticatedAt, amr });

const answerOf = (
  { accessToken, idToken, expiresIn }: AppTokens,
  scope: string,
  refreshToken: string | undefined,
): AppTokenResponse => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresIn,
  scope,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  ...(idToken === undefined ? {} : { id_token: idToken }),
});
