import { readSignOutRequest, signOutByHint } from '../oauth/sign-out';
import { browserEndpoint } from './browser-answer';
import type { BrowserSession } from './browser-session';
import type { Endpoint } from './endpoint';

/**
 * GET and POST /v1/auth/logout (OpenID Connect RP-Initiated Logout 1.0). With an ID token of the app the person is
 * signed out at once. Without one they are asked first: anybody could have sent them here.
 */
export const logoutEndpoint = (sessions: BrowserSession): Endpoint =>
  browserEndpoint(async ({ request, query, parameters, origin }, services) => {
    const { app, hint, returnTo } = await readSignOutRequest(parameters, services);
    if (!app || !hint) {
      const asked = new URLSearchParams(query);
      asked.delete('id_token_hint');
      if (app) asked.set('client_id', app.id);
      return { location: `/sign-out?${asked}` };
    }
    const portal = await sessions.current(request, services);
    const ended = await signOutByHint(app, hint, portal, origin, services);
    return { location: returnTo ?? '/login', ...(ended ? { cookie: sessions.forget(services) } : {}) };
  });
