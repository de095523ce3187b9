import { DEBTS } from '../contract/debts';
import { authorizationEndpoint } from '../http/authorization-endpoint';
import type { BrowserSession } from '../http/browser-session';
import type { Endpoint } from '../http/endpoint';
import { logoutEndpoint } from '../http/logout-endpoint';
import { sessionCookie } from './cookie';
import { findSession } from './guard';

const browserSession: BrowserSession = {
  async visitor(request, services) {
    const session = await findSession(request.header('cookie'), services);
    if (!session) return { first: '/login' };
    if (session.owes) return { first: DEBTS[session.owes].page };
    const { userId, tenantId, email, role, sid, authenticatedAt, amr } = session;
    return { person: { userId, tenantId, email, role, sid, authenticatedAt, amr } };
  },
  async current(request, services) {
    const session = await findSession(request.header('cookie'), services);
    return session && { userId: session.userId, sid: session.sid };
  },
  forget: ({ issuer }) => sessionCookie(issuer, '', new Date(0)),
};

export const authorization = authorizationEndpoint(browserSession);
export const logout = logoutEndpoint(browserSession);

/** Addresses that are answered without entering Next, and look at the portal's cookie. */
export const BROWSER_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/auth/authorize', authorization],
  ['/v1/auth/logout', logout],
]);
