import { Refusal } from '../admin/refusal';
import { authorizationEndpoint } from '../http/authorization-endpoint';
import type { BrowserSession } from '../http/browser-session';
import type { Endpoint } from '../http/endpoint';
import { logoutEndpoint } from '../http/logout-endpoint';
import { sessionCookieName } from './cookie';
import { findSession, requireSession } from './guard';

/** Where somebody goes who is refused, by the code of the refusal. */
const FIRST: Record<string, string> = {
  invalid_session: '/login',
  password_change_required: '/change-password',
};

const browserSession: BrowserSession = {
  async visitor(request, origin, services) {
    try {
      const { session } = await requireSession(request, origin, services, { passwordDue: 'refused' });
      const { userId, tenantId, email, role, sid, authenticatedAt, amr } = session;
      return { person: { userId, tenantId, email, role, sid, authenticatedAt, amr } };
    } catch (refusal) {
      const first = Refusal.is(refusal) ? FIRST[refusal.code] : undefined;
      if (first === undefined) throw refusal;
      return { first };
    }
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
