import { appEvent } from './app-event';
import type { AppRecord } from './app-ports';
import { withParameters } from './authorization';
import { invalidRequest } from './errors';
import { type IdTokenHint, readIdTokenHint } from './id-token';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import type { OAuthServices } from './services';

/** A wish to sign out (OpenID Connect RP-Initiated Logout 1.0 §2). */
export interface SignOutRequest {
  app: AppRecord | undefined;
  /** Proof that the app knows who is signed in. Without it the person is asked: anybody may link here. */
  hint: IdTokenHint | undefined;
  /** One of the app's registered addresses, with the state. */
  returnTo: string | undefined;
}

/** @throws OAuthError 400 invalid_request for an address the app has not registered: nothing is sent there */
export async function readSignOutRequest(
  parameters: Parameters,
  services: OAuthServices,
): Promise<SignOutRequest> {
  const token = parameters.get('id_token_hint');
  const hint = token === undefined ? undefined : await readIdTokenHint(token, services);
  const clientId = parameters.get('client_id') ?? hint?.appId;
  if (hint && clientId !== hint.appId)
    throw invalidRequest('id_token_hint is of another app than client_id.');
  const app = clientId === undefined ? undefined : await services.apps.findApp(clientId);
  const address = parameters.get('post_logout_redirect_uri');
  if (address !== undefined && !app?.postLogoutRedirectUris.includes(address))
    throw invalidRequest('post_logout_redirect_uri is not one that this app has registered.');
  const state = parameters.get('state');
  return { app, hint, returnTo: address === undefined ? undefined : withParameters(address, { state }) };
}

/**
 * Signs the person of the hint out of the app, and of the portal in this browser.
 *
 * @param portal the session of this browser's cookie
 * @returns whether it was that person's, and so is ended too
 */
export async function signOutByHint(
  app: AppRecord,
  { userId, sid }: IdTokenHint,
  portal: { userId: string; sid: string } | undefined,
  origin: Origin,
  services: OAuthServices,
): Promise<boolean> {
  const own = portal?.userId === userId;
  const person = await services.apps.findPerson(app.tenantId, userId);
  await services.apps.signOut(
    { userId, sid, portalSid: own ? portal.sid : undefined },
    {
      ...appEvent(services.clock(), origin, app, person, { session_id: sid }),
      action: 'app.signed_out',
      outcome: 'success',
    },
  );
  return own;
}
