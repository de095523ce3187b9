import type { Debt } from '../contract/debts';
import type { SessionView } from '../contract/portal';
import { FRESH_MS } from '../contract/roles';
import { digestOf, newId, randomBase62 } from '../ids';
import type { Origin } from '../oauth/ports';
import type { Database, Executor } from '../store/database';
import {
  deleteOldestSessions,
  deleteSession,
  findLiveSession,
  insertSession,
  moveAppSessions,
  moveSessionExpiry,
  replaceSession,
} from '../store/sessions';

/** A session ends this long after it was last refreshed … */
const SESSION_IDLE_MS = 15 * 60_000;
/** … and this long after sign-in, whatever happens. */
export const SESSION_TOTAL_MS = 8 * 3_600_000;
/** How long a sign-in may wait for its second factor. */
const PENDING_MS = 10 * 60_000;
/** At once, for one person; the next sign-in ends the oldest (OWASP ASVS 5.0 §7.1.2). */
const MOST_SESSIONS = 20;

type StoredSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>>;

/**
 * Read off, not stored: a factor added elsewhere, or a tenant that begins to require one, holds for the sessions there
 * are. Only a password sign-in owes a second factor: a passkey is two in one, and an identity provider has its own rules.
 */
export function debtOf({
  amr,
  hasTotp,
  hasPasskey,
  mustChangePassword,
  factorRequired,
}: Pick<
  StoredSession,
  'amr' | 'hasTotp' | 'hasPasskey' | 'mustChangePassword' | 'factorRequired'
>): Debt | null {
  const passwordOnly = amr.includes('pwd') && !amr.includes('mfa') && !amr.includes('fed');
  if (passwordOnly && (hasTotp || hasPasskey)) return 'second_factor';
  if (mustChangePassword) return 'password';
  return passwordOnly && factorRequired ? 'enrolment' : null;
}

export type LiveSession = StoredSession & {
  idHash: Uint8Array;
  owes: Debt | null;
  /** Milliseconds since the epoch. */
  readAt: number;
};

/**
 * A new session; what it returns is the cookie's value.
 *
 * @param amr what was proven (RFC 8176)
 * @param pending whether a second factor is still to come: then it lives ten minutes
 * @param authenticatedAt when, in milliseconds since the epoch, where it was not just now
 */
export async function startSession(
  db: Executor,
  {
    userId,
    amr,
    pending = false,
    authenticatedAt,
  }: { userId: string; amr: string[]; pending?: boolean; authenticatedAt?: number },
  origin: Origin,
  now: number,
): Promise<string> {
  const id = randomBase62();
  await insertSession(db, {
    idHash: digestOf(id),
    sid: newId('ses'),
    userId,
    createdAt: new Date(now),
    expiresAt: new Date(now + (pending ? PENDING_MS : SESSION_IDLE_MS)),
    endsAt: new Date(now + (pending ? PENDING_MS : SESSION_TOTAL_MS)),
    authenticatedAt: new Date(authenticatedAt ?? now),
    amr,
    address: origin.address,
    userAgent: origin.userAgent,
  });
  await deleteOldestSessions(db, userId, MOST_SESSIONS, pending);
  return id;
}

/** Reading never extends. */
export async function readSession(db: Executor, id: string, now: number): Promise<LiveSession | undefined> {
  const idHash = digestOf(id);
  const row = await findLiveSession(db, idHash, new Date(now));
  return row && { ...row, idHash, owes: debtOf(row), readAt: now };
}

/** Whether a factor was proven so lately that the person is still the one at the keyboard. */
export const isFresh = ({ authenticatedAt }: LiveSession, now: number): boolean =>
  now - authenticatedAt.getTime() <= FRESH_MS;

/**
 * The same session after a factor was proven, under a new cookie: whoever knew the old one is out (OWASP ASVS 5.0
 * §7.2.4). Its `sid` stays, so tokens and lists go on naming it.
 *
 * @param proven in the words of RFC 8176
 * @returns the new cookie's value; undefined when the session has ended meanwhile
 */
export async function renewSession(
  tx: Executor,
  session: LiveSession,
  proven: readonly string[],
  now: number,
): Promise<{ id: string; session: LiveSession } | undefined> {
  const id = randomBase62();
  // Its eight hours begin when the sign-in is whole.
  const endsAt = session.owes === 'second_factor' ? new Date(now + SESSION_TOTAL_MS) : session.endsAt;
  const change = {
    idHash: digestOf(id),
    expiresAt: new Date(Math.min(now + SESSION_IDLE_MS, endsAt.getTime())),
    endsAt,
    authenticatedAt: new Date(now),
    amr: [...new Set([...session.amr, ...proven])],
  };
  if (!(await replaceSession(tx, session.idHash, change))) return undefined;
  if (session.owes === 'second_factor') await deleteOldestSessions(tx, session.userId, MOST_SESSIONS, false);
  const renewed = { ...session, ...change };
  return { id, session: { ...renewed, owes: debtOf(renewed) } };
}

/** Fifteen more minutes, but never past the eighth hour. */
export async function refreshSession(db: Executor, session: LiveSession, now: number): Promise<LiveSession> {
  const expiresAt = new Date(Math.min(now + SESSION_IDLE_MS, session.endsAt.getTime()));
  await moveSessionExpiry(db, session.idHash, expiresAt);
  return { ...session, expiresAt };
}

/** Ends a session in favour of a new one. The same person's sessions at apps go on below the new one. */
export const replaceSignIn = (db: Database, oldId: string, newId: string, now: number): Promise<void> =>
  db.transaction(async (tx) => {
    const old = await readSession(tx, oldId, now);
    // One that ran out has left its apps alone; so does a sign-in after it.
    if (!old) return;
    const fresh = await readSession(tx, newId, now);
    if (old.userId === fresh?.userId) await moveAppSessions(tx, old.userId, old.sid, fresh.sid);
    await endSession(tx, oldId);
  });

export const endSession = (db: Executor, id: string) => deleteSession(db, digestOf(id));

export function sessionView(session: LiveSession, now: number): SessionView {
  return {
    user: {
      id: session.userId,
      email: session.email,
      role: session.role,
      has_password: session.hasPassword,
    },
    tenant: { id: session.tenantId, name: session.tenantName },
    expires_at: session.expiresAt.toISOString(),
    ends_at: session.endsAt.toISOString(),
    now: new Date(now).toISOString(),
  };
}
