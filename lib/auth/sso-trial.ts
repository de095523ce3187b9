import { changeEvent } from '../admin/principal';
import type { SsoOutcome } from '../contract/sso';
import type { Origin } from '../oauth/ports';
import { emailOf, shownClaims } from '../sso/claims';
import type { Claims } from '../sso/exchange';
import { insertAuditEvent } from '../store/audit';
import type { Database } from '../store/database';
import type { AttemptRow } from '../store/sso-attempts';
import { findTenantConnection, type LiveConnection, updateLastTest } from '../store/sso-connections';
import { findUser } from '../store/users';
import { decide } from './sso-decision';

/** What is known of a sign-in that ended. */
export interface Trial {
  claims?: Claims;
  email?: string | null;
  detail?: string | null;
}

/** Writes down what a sign-in would have come to: nobody is signed in, joined or changed. */
export async function recordTest(
  connection: LiveConnection,
  attempt: AttemptRow,
  outcome: SsoOutcome,
  { claims, detail = null }: Trial,
  origin: Origin,
  { db, clock }: { db: Database; clock: () => number },
): Promise<void> {
  const now = new Date(clock());
  await db.transaction(async (tx) => {
    const by = attempt.userId && (await findUser(tx, connection.tenantId, attempt.userId));
    // Somebody else's settings in the meantime: what was seen is not true of them.
    const current = await findTenantConnection(tx, connection.tenantId);
    if (!by || current?.updatedAt.getTime() !== connection.updatedAt.getTime()) return;
    const decision = claims && (await decide(tx, connection, claims));
    await updateLastTest(tx, connection.id, {
      at: now.toISOString(),
      by: by.id,
      by_email: by.email,
      outcome: decision?.outcome ?? outcome,
      detail,
      email: decision?.email ?? (claims && emailOf(claims)) ?? null,
      role: decision?.outcome === 'ok' ? decision.role : null,
      claims: claims ? shownClaims(claims) : {},
    });
    const principal = {
      userId: by.id,
      email: by.email,
      role: by.role,
      tenantId: by.tenantId,
      tenantName: connection.tenantName,
      origin,
    };
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'sso.tried', connection.id, { outcome: decision?.outcome ?? outcome }),
    );
  });
}
