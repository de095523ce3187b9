import { authorizationEndpoint } from '../http/authorization-endpoint';
import type { BrowserSession } from '../http/browser-session';
import type { Endpoint } from '../http/endpoint';
import { logoutEndpoint } from '../http/logout-endpoint';
import { sessionCookieName } from './cookie';
import { findSession } from './guard';
import { PAID_AT } from './paid-at';

const browserSession: BrowserSession = {
  async visitor(request, services) {
    const session = await findSession(request.headers.get('cookie'), services);
    if (!session) return { first: '/login' };
    if (session.owes) return { first: PAID_AT[session.owes] };
    const { userId, tenantId, email, role, sid, authenticatedAt, amr } = session;
    return { person: { userId, tenantId, email, role, sid, authenticatedAt, amr } };
  },
  async current(request, services) {
    const session = await findSession(request.headers.get('cookie'), services);
    return session && { userId: session.userId, sid: session.sid };
  },
  forget({ issuer }) {
    const secure = issuer.startsWith('https:') ? '; Secure' : '';
    return `${sessionCookieName(issuer)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure}`;
  },
};

export const authorization = authorizationEndpoint(browserSession);
export const logout = logoutEndpoint(browserSession);

/** Addresses that are answered without entering Next, and look at the portal's cookie. */
export const BROWSER_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/auth/authorize', authorization],
  ['/v1/auth/logout', logout],
]);
