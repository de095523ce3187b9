import { digestOf } from '../ids';
import { admitApp } from './app-admission';
import { appEvent } from './app-event';
import { issuedClaimsOf, issuerContext } from './judgement';
import { looksLikeRefreshToken } from './one-time';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

/** Whether a revocation is an app's: by its `client_id` alone, where a machine client would show a credential. */
export const isOfApp = ({ authorization, parameters }: OAuthRequest): boolean =>
  authorization === null &&
  !parameters.has('client_secret') &&
  !parameters.has('client_assertion') &&
  (parameters.get('client_id') ?? '').startsWith('app_');

/**
 * Revocation by an app (RFC 7009 §2.1), of what was issued to it: a refresh token ends the whole sign-in, an access
 * token only itself. Any other text changes nothing, and gets the same answer.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_client, 429 rate_limited
 */
export async function revokeAppToken(request: OAuthRequest, services: OAuthServices): Promise<void> {
  const token = request.parameters.requireText('token');
  const app = await admitApp(request, services);
  const event = (person: Parameters<typeof appEvent>[3], detail: Record<string, unknown>) => ({
    ...appEvent(services.clock(), request.origin, app, person, detail),
    outcome: 'success' as const,
  });
  if (looksLikeRefreshToken(token)) {
    const found = await services.apps.findRefreshToken(digestOf(token));
    if (found?.appId !== app.id) return;
    const row = event(found.person, { session_id: found.sid });
    await services.apps.endAppSession(found.sid, { ...row, action: 'app.session_revoked' });
    return;
  }
  const claims = await issuedClaimsOf(token, issuerContext(app.tenantId, services));
  if (claims?.token_use !== 'human' || claims.client_id !== app.id) return;
  const person = await services.apps.findPerson(app.tenantId, claims.sub);
  const row = event(person, { session_id: claims.sid });
  await services.revoke(claims.jti, new Date(claims.exp * 1000), {
    ...row,
    jti: claims.jti,
    action: 'token.revoked',
  });
}
