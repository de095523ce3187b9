import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { type Executor, markAt } from './database';
import {
  auditEvents,
  authorizationCodes,
  clientSecrets,
  clients,
  invitations,
  passwordResets,
  sessions,
  ssoAttempts,
  tenants,
} from './schema';

/** When the database last heard of anything: what a backup knows ends there. */
export async function lastEventAt(db: Executor): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .orderBy(desc(auditEvents.id))
    .limit(1);
  return row?.at;
}

/** How many there were of what is ended. */
export interface Ended {
  sessions: number;
  invitations: number;
  password_links: number;
}

/**
 * Ends all that lets somebody in for a while, of everybody: tokens, sessions, codes, links. What was used up, ended or
 * withdrawn after the backup was made is as good in it as on the day before.
 *
 * @returns the tenants, and what they had
 */
export async function endEverything(tx: Executor, now: Date): Promise<{ tenantIds: string[]; ended: Ended }> {
  // Of everybody at once, and nobody is served meanwhile.
  await tx.execute(sql`SET LOCAL statement_timeout = 0`);
  const marked = await tx
    .update(tenants)
    .set({ tokensNotBefore: markAt(tenants.tokensNotBefore, now) })
    .returning({ id: tenants.id });
  const links = await tx
    .delete(passwordResets)
    .where(isNull(passwordResets.usedAt))
    .returning({ id: passwordResets.userId });
  const offers = await tx
    .update(invitations)
    .set({ withdrawnAt: now })
    .where(and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
    .returning({ id: invitations.id });
  await tx.delete(ssoAttempts);
  await tx.delete(authorizationCodes);
  // With their refresh tokens.
  const signedIn = await tx.delete(sessions).returning({ sid: sessions.sid });
  return {
    tenantIds: marked.map(({ id }) => id),
    ended: { sessions: signedIn.length, invitations: offers.length, password_links: links.length },
  };
}

/** Every secret that works now, with whose it is, oldest first. */
export const listLiveSecrets = (db: Executor, now: Date) =>
  db
    .select({
      tenant_id: tenants.id,
      tenant: tenants.name,
      client_id: clients.id,
      client: clients.name,
      secret_id: clientSecrets.id,
      hint: clientSecrets.hint,
      createdAt: clientSecrets.createdAt,
      expiresAt: clientSecrets.expiresAt,
    })
    .from(clientSecrets)
    .innerJoin(clients, eq(clients.id, clientSecrets.clientId))
    .innerJoin(tenants, eq(tenants.id, clients.tenantId))
    .where(
      and(
        eq(clients.status, 'active'),
        eq(tenants.status, 'active'),
        isNull(clientSecrets.retiredAt),
        or(isNull(clientSecrets.expiresAt), gt(clientSecrets.expiresAt, now)),
      ),
    )
    .orderBy(asc(clientSecrets.createdAt), asc(clientSecrets.id));
