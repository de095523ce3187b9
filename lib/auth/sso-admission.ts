import type { AuditAction } from '../contract/audit-actions';
import type { Role } from '../contract/roles';
import type { SsoOutcome } from '../contract/sso';
import { isTaken } from '../faults';
import { newId } from '../ids';
import type { Origin } from '../oauth/ports';
import { amrOf, authTimeOf } from '../sso/claims';
import type { Claims } from '../sso/exchange';
import { TOLERANCE_SECONDS } from '../sso/provider';
import { insertAuditEvent } from '../store/audit';
import type { Database, Executor } from '../store/database';
import { dropOneTimePassword, holdActiveTenant, insertIdentity, touchIdentity } from '../store/identities';
import { endMemberTokens, listMembers, updateMember } from '../store/members';
import type { AttemptRow } from '../store/sso-attempts';
import { findTenantConnection, type SsoConnectionRow } from '../store/sso-connections';
import { insertUser, type UserRow } from '../store/users';
import { personEvent } from './person-event';
import { startSession } from './sessions';
import { type Decision, decide } from './sso-decision';

export type Admission =
  | { outcome: 'ok'; sessionId: string }
  | { outcome: Exclude<SsoOutcome, 'ok'>; email: string | null };

interface Services {
  db: Database;
  clock: () => number;
}

/**
 * Lets in whom the provider has named: joined, linked or known, with the role that the mapping gives them now. All of it
 * and its audit rows are one transaction.
 */
export async function admit(
  connection: SsoConnectionRow,
  attempt: AttemptRow,
  claims: Claims,
  origin: Origin,
  { db, clock }: Services,
): Promise<Admission> {
  const now = new Date(clock());
  const once = () =>
    db.transaction(async (tx): Promise<Admission> => {
      if (!(await holdActiveTenant(tx, connection.tenantId))) return { outcome: 'switched_off', email: null };
      // While the provider took its time, an owner may have changed or switched off what this answer is of.
      const current = await findTenantConnection(tx, connection.tenantId);
      if (!current?.enabled || current.updatedAt.getTime() !== connection.updatedAt.getTime())
        return { outcome: 'switched_off', email: null };
      const decision = await decide(tx, connection, claims);
      if (decision.outcome !== 'ok') return decision;
      const unconfirmed = attempt.intent === 'confirm' && confirmFault(attempt, decision.user, claims);
      if (unconfirmed) return { outcome: unconfirmed, email: decision.email };
      const userId = await settle(tx, connection, decision, claims, origin, now, clock);
      const amr = amrOf(claims);
      await insertAuditEvent(
        tx,
        personEvent(now, origin, personOf(connection, userId, decision.email), 'user.signed_in', {
          method: 'sso',
          connection_id: connection.id,
          amr,
        }),
      );
      // Where the provider does not say when it asked, it may have been long ago: a step-up then asks again.
      const authenticatedAt = Math.min(authTimeOf(claims) ?? 0, now.getTime());
      const sessionId = await startSession(tx, { userId, amr, authenticatedAt }, origin, now.getTime());
      return { outcome: 'ok', sessionId };
    });
  try {
    return await once();
  } catch (cause) {
    // The same person on two screens at once: the second finds what the first has made.
    if (isTaken(cause)) return once();
    throw cause;
  }
}

/** Somebody who was to prove that it is them: another person, or one the provider did not ask again. */
function confirmFault(
  attempt: AttemptRow,
  user: UserRow | null,
  claims: Claims,
): 'other_person' | 'not_confirmed' | undefined {
  if (user?.id !== attempt.userId) return 'other_person';
  const since = attempt.createdAt.getTime() - TOLERANCE_SECONDS * 1000;
  return (authTimeOf(claims) ?? 0) < since ? 'not_confirmed' : undefined;
}

/** @returns the person's id */
async function settle(
  tx: Executor,
  connection: SsoConnectionRow,
  decision: Extract<Decision, { outcome: 'ok' }>,
  claims: Claims,
  origin: Origin,
  now: Date,
  clock: Services['clock'],
): Promise<string> {
  const { email, role, user } = decision;
  const record = (userId: string, action: AuditAction, detail: Record<string, unknown>) =>
    insertAuditEvent(
      tx,
      personEvent(now, origin, personOf(connection, userId, email), action, {
        ...detail,
        connection_id: connection.id,
      }),
    );
  const link = (userId: string) =>
    insertIdentity(tx, {
      connectionId: connection.id,
      subject: claims.sub,
      userId,
      createdAt: now,
      lastUsedAt: now,
    });

  if (!user) {
    const id = newId('usr');
    await insertUser(tx, {
      id,
      tenantId: connection.tenantId,
      email,
      passwordHash: null,
      mustChangePassword: false,
      role,
      createdAt: now,
    });
    await link(id);
    await record(id, 'member.joined_by_sso', { role });
    return id;
  }
  if (decision.step === 'link') {
    await link(user.id);
    await record(user.id, 'member.linked_to_sso', {});
  } else await touchIdentity(tx, connection.id, claims.sub, now);
  await dropOneTimePassword(tx, user.id);
  const next = await roleThatCanBe(tx, user, role, now);
  if (next !== user.role) {
    await updateMember(tx, user.id, { role: next, status: user.status });
    // A role is in every token.
    await endMemberTokens(tx, user.id, clock, false);
    await record(user.id, 'member.changed', {
      by: 'sso',
      before: { role: user.role },
      after: { role: next },
    });
  }
  return user.id;
}

/** A tenant keeps its last owner, whatever a provider says. */
async function roleThatCanBe(tx: Executor, user: UserRow, role: Role, now: Date): Promise<Role> {
  if (user.role !== 'owner' || role === 'owner') return role;
  const people = await listMembers(tx, user.tenantId, now);
  const another = people.some(
    ({ id, role: theirs, status }) => id !== user.id && theirs === 'owner' && status === 'active',
  );
  return another ? role : 'owner';
}

const personOf = ({ tenantId }: SsoConnectionRow, id: string, email: string) => ({ id, tenantId, email });
