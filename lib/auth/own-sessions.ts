import { changeEvent, type Principal, requireFresh } from '../admin/principal';
import { notFound } from '../admin/refusal';
import { insertAuditEvent } from '../store/audit';
import type { Database } from '../store/database';
import { deleteOtherSessions, deleteSessionBySid, listUserSessions } from '../store/sessions';
import { debtOf, type LiveSession } from './sessions';

interface OwnSessionServices {
  db: Database;
  clock: () => number;
}

/** Where one is signed in, newest first. */
export async function listOwnSessions(session: LiveSession, { db, clock }: OwnSessionServices) {
  const rows = await listUserSessions(db, session.userId, new Date(clock()));
  // One that waits for its second factor opens nothing yet.
  const whole = rows.filter(({ amr }) => debtOf({ ...session, amr }) !== 'second_factor');
  return whole.map((row) => ({
    id: row.sid,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    address: row.address,
    user_agent: row.userAgent,
    app_name: row.appName,
    current: row.sid === session.sid,
  }));
}

/**
 * Ends one of one's own sessions; it is refused at its next request, on every instance.
 *
 * @throws Refusal 403 step_up_required (OWASP ASVS 5.0 §7.5.2), 404
 */
export async function endOwnSession(
  principal: Principal,
  sid: string,
  { db, clock }: OwnSessionServices,
): Promise<void> {
  requireFresh(principal);
  await db.transaction(async (tx) => {
    if (!(await deleteSessionBySid(tx, principal.userId, sid))) throw notFound('session');
    await insertAuditEvent(
      tx,
      changeEvent(principal, new Date(clock()), 'user.session_ended', principal.userId, { session_id: sid }),
    );
  });
}

/** Ends all of one's own sessions but the one this is asked from. @throws Refusal 403 step_up_required */
export async function endOtherSessions(
  principal: Principal,
  session: LiveSession,
  { db, clock }: OwnSessionServices,
): Promise<void> {
  requireFresh(principal);
  await db.transaction(async (tx) => {
    await deleteOtherSessions(tx, principal.userId, session.idHash);
    await insertAuditEvent(
      tx,
      changeEvent(principal, new Date(clock()), 'user.other_sessions_ended', principal.userId),
    );
  });
}
