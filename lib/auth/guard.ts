import type { Principal } from '../admin/principal';
import { Refusal } from '../admin/refusal';
import { DEBTS, type Debt } from '../contract/debts';
import type { Origin } from '../oauth/ports';
import type { Database } from '../store/database';
import { readCookie, sessionCookieName } from './cookie';
import { isFresh, type LiveSession, readSession } from './sessions';

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

/** What a person is told who owes something. */
const WORDS: Record<Debt, string> = {
  second_factor: 'Prove your second factor first.',
  password: 'Choose a password of your own first.',
  enrolment: 'Your tenant requires a second factor: set one up.',
};

/**
 * The live session a Cookie header names, if any. Every page, action and handler goes through here. Whoever takes it
 * as it is must look at what it `owes`.
 */
export async function findSession(
  cookieHeader: string | null,
  { db, issuer, clock }: GuardServices,
): Promise<LiveSession | undefined> {
  const id = readCookie(cookieHeader, sessionCookieName(issuer));
  return id ? readSession(db, id, clock()) : undefined;
}

/**
 * @param owing what the session may still owe here: at the endpoints that pay it
 * @throws Refusal 401 invalid_session; 403 for a session that owes anything else
 */
export async function requireSession(
  request: Request,
  origin: Origin,
  services: GuardServices,
  owing: readonly Debt[],
): Promise<SignedIn> {
  const session = await findSession(request.headers.get('cookie'), services);
  if (!session) throw new Refusal(401, 'invalid_session', 'Your session has ended: sign in again.');
  const { owes } = session;
  if (owes && !owing.includes(owes)) throw new Refusal(403, DEBTS[owes].error, WORDS[owes]);
  const { userId, email, role, tenantId, tenantName } = session;
  const fresh = isFresh(session, services.clock());
  return { session, principal: { userId, email, role, tenantId, tenantName, fresh, origin } };
}
