import type { Principal } from '../admin/principal';
import { Refusal } from '../admin/refusal';
import type { Origin } from '../oauth/ports';
import type { Database } from '../store/database';
import { readCookie, sessionCookieName } from './cookie';
import { type LiveSession, readSession } from './sessions';

export interface GuardServices {
  db: Database;
  issuer: string;
  clock: () => number;
}

/** A signed-in person together with the session they came by. */
export interface SignedIn {
  principal: Principal;
  session: LiveSession;
}

/** The live session a Cookie header names, if any. Every page, action and handler goes through here. */
export async function findSession(
  cookieHeader: string | null,
  { db, issuer, clock }: GuardServices,
): Promise<LiveSession | undefined> {
  const id = readCookie(cookieHeader, sessionCookieName(issuer));
  return id ? readSession(db, id, clock()) : undefined;
}

/** @throws Refusal 401 invalid_session; 403 while a one-time password must be changed, unless `passwordDue` is allowed */
export async function requireSession(
  request: Request,
  origin: Origin,
  services: GuardServices,
  { passwordDue }: { passwordDue: 'allowed' | 'refused' },
): Promise<SignedIn> {
  const session = await findSession(request.headers.get('cookie'), services);
  if (!session) throw new Refusal(401, 'invalid_session', 'Your session has ended: sign in again.');
  if (session.mustChangePassword && passwordDue === 'refused')
    throw new Refusal(403, 'password_change_required', 'Choose a password of your own first.');
  const { userId, email, role, tenantId, tenantName } = session;
  return { session, principal: { userId, email, role, tenantId, tenantName, origin } };
}
