import { createHash } from 'node:crypto';
import type { SessionView } from '../contract/portal';
import { newId, randomBase62 } from '../ids';
import type { Origin } from '../oauth/ports';
import type { Executor } from '../store/database';
import { deleteSession, findLiveSession, insertSession, moveSessionExpiry } from '../store/sessions';

/** A session ends this long after it was last refreshed … */
const SESSION_IDLE_MS = 15 * 60_000;
/** … and this long after sign-in, whatever happens. */
export const SESSION_TOTAL_MS = 8 * 3_600_000;

/** What the table holds of a cookie's value. */
const sessionIdHash = (id: string): Uint8Array => createHash('sha256').update(id).digest();

export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>> & {
  idHash: Uint8Array;
  /** Milliseconds since the epoch. */
  readAt: number;
};

/**
 * A new session; what it returns is the cookie's value.
 *
 * @param amr what was proven (RFC 8176)
 * @param authenticatedAt when, in milliseconds since the epoch, where it was not just now
 */
export async function startSession(
  db: Executor,
  { userId, amr, authenticatedAt }: { userId: string; amr: string[]; authenticatedAt?: number },
  origin: Origin,
  now: number,
): Promise<string> {
  const id = randomBase62();
  await insertSession(db, {
    idHash: sessionIdHash(id),
    sid: newId('ses'),
    userId,
    createdAt: new Date(now),
    expiresAt: new Date(now + SESSION_IDLE_MS),
    endsAt: new Date(now + SESSION_TOTAL_MS),
    authenticatedAt: new Date(authenticatedAt ?? now),
    amr,
    address: origin.address,
    userAgent: origin.userAgent,
  });
  return id;
}

/** Reading never extends. */
export async function readSession(db: Executor, id: string, now: number): Promise<LiveSession | undefined> {
  const idHash = sessionIdHash(id);
  const row = await findLiveSession(db, idHash, new Date(now));
  return row && { ...row, idHash, readAt: now };
}

/** Fifteen more minutes, but never past the eighth hour. */
export async function refreshSession(db: Executor, session: LiveSession, now: number): Promise<LiveSession> {
  const expiresAt = new Date(Math.min(now + SESSION_IDLE_MS, session.endsAt.getTime()));
  await moveSessionExpiry(db, session.idHash, expiresAt);
  return { ...session, expiresAt };
}

export const endSession = (db: Executor, id: string) => deleteSession(db, sessionIdHash(id));

export function sessionView(session: LiveSession, now: number): SessionView {
  return {
    user: { id: session.userId, email: session.email, role: session.role },
    tenant: { id: session.tenantId, name: session.tenantName },
    expires_at: session.expiresAt.toISOString(),
    ends_at: session.endsAt.toISOString(),
    now: new Date(now).toISOString(),
  };
}
