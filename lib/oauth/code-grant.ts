import { createHash } from 'node:crypto';
import { digestOf, newId } from '../ids';
import { admitApp } from './app-admission';
import { APP_SESSION_IDLE_MS, APP_SESSION_TOTAL_MS, answerOf, chargePerson } from './app-answer';
import { appEvent } from './app-event';
import type { CodeRecord } from './app-ports';
import { type Reason, refused, replayed } from './app-refusals';
import { makeAppTokens } from './app-tokens';
import { newRefreshToken } from './one-time';
import type { OAuthRequest } from './request';
import { audienceOfSignIn, chooseAudience, mcpResource } from './resource';
import type { OAuthServices } from './services';
import type { TokenResponse } from './token';

/**
 * The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.5).
 *
 * @throws OAuthError 400 invalid_request | invalid_grant | invalid_target | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function exchangeCode(request: OAuthRequest, services: OAuthServices): Promise<TokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  const app = await admitApp(request, services);
  const code = parameters.require('code');
  const verifier = parameters.require('code_verifier');
  const redirectUri = parameters.get('redirect_uri');
  const resource = parameters.get('resource');
  chooseAudience([], resource, mcpResource(services.issuer));

  const digest = digestOf(code);
  const found = await services.apps.findCode(digest);
  if (found?.appId !== app.id) throw await refused(app, 'code_unknown', request, services);
  if (found.sid !== null) throw await replayed(app, found.sid, 'code_used', request, services);
  const flaw = flawOf(found, verifier, redirectUri, askedAt);
  if (flaw) throw await refused(app, flaw, request, services);
  const { person } = found;
  if (!person || person.endedAt > found.createdAt.getTime())
    throw await refused(app, 'session_ended', request, services);
  await chargePerson(person, request, services);

  const audience = audienceOfSignIn(found.scopes, resource, services.issuer);
  const sid = newId('ses');
  const { authenticatedAt, amr, scopes, parentSid, userId, nonce } = found;
  const tokens = await makeAppTokens(
    {
      app,
      person,
      grant: { authenticatedAt, amr },
      sid,
      scope: scopes.join(' '),
      audience,
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
    action: 'app.signed_in' as const,
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
