import { digestOf } from '../ids';
import { admitApp } from './app-admission';
import { APP_SESSION_IDLE_MS, answerOf, chargePerson } from './app-answer';
import { refused, replayed } from './app-refusals';
import { refreshedScope } from './app-scope';
import { makeAppTokens } from './app-tokens';
import { newRefreshToken } from './one-time';
import type { OAuthRequest } from './request';
import { audienceOfSignIn, chooseAudience, mcpResource } from './resource';
import type { OAuthServices } from './services';
import type { TokenResponse } from './token';

/**
 * The refresh token grant (RFC 6749 §6). Each refresh token is good once and answered with the next one; one that comes
 * again ends the session (RFC 9700 §4.14.2), as one of two that come at the same time does.
 *
 * @throws OAuthError 400 invalid_request | invalid_grant | invalid_scope | invalid_target | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function refreshTokens(request: OAuthRequest, services: OAuthServices): Promise<TokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  const app = await admitApp(request, services);
  const presented = parameters.require('refresh_token');
  const requestedScope = parameters.get('scope');
  const resource = parameters.get('resource');
  chooseAudience([], resource, mcpResource(services.issuer));

  const digest = digestOf(presented);
  const found = await services.apps.findRefreshToken(digest);
  if (found?.appId !== app.id) throw await refused(app, 'refresh_token_unknown', request, services);
  const { sid, person, authenticatedAt, amr } = found;
  if (found.used) throw await replayed(app, sid, 'refresh_token_used', request, services);
  if (!person) throw await refused(app, 'session_ended', request, services);
  await chargePerson(person, request, services);

  const scope = refreshedScope(person.role, found.scopes, requestedScope);
  const audience = audienceOfSignIn(found.scopes, resource, services.issuer);
  const tokens = await makeAppTokens(
    {
      app,
      person,
      grant: { authenticatedAt, amr },
      sid,
      scope,
      audience,
      nonce: null,
      askedAt,
      liveSid: sid,
      origin,
    },
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
