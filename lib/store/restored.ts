import { and, asc, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
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
  webhookDeliveries,
  webhookEndpoints,
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
  /** Switched off: whoever has the address may have lost it since. */
  webhooks: number;
  /** Taken back: they may have been sent. */
  deliveries: number;
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
  const off = await tx
    .update(webhookEndpoints)
    .set({ enabled: false, updatedAt: now })
    .where(eq(webhookEndpoints.enabled, true))
    .returning({ id: webhookEndpoints.id });
  const unsent = await tx
    .update(webhookDeliveries)
    .set({ state: 'cancelled', endedAt: now })
    .where(eq(webhookDeliveries.state, 'waiting'))
    .returning({ id: webhookDeliveries.id });
  // With their refresh tokens.
  const signedIn = await tx.delete(sessions).returning({ sid: sessions.sid });
  return {
    tenantIds: marked.map(({ id }) => id),
    ended: {
      sessions: signedIn.length,
      invitations: offers.length,
      password_links: links.length,
      webhooks: off.length,
      deliveries: unsent.length,
    },
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

/** Every client that signs in with keys of its own (private_key_jwt), with whose it is, oldest first. */
export const listClientsWithKeys = (db: Executor) =>
  db
    .select({
      tenant_id: tenants.id,
      tenant: tenants.name,
      client_id: clients.id,
      client: clients.name,
      jwks: clients.jwks,
      jwks_uri: clients.jwksUri,
    })
    .from(clients)
    .innerJoin(tenants, eq(tenants.id, clients.tenantId))
    .where(
      and(
        eq(clients.status, 'active'),
        eq(tenants.status, 'active'),
        or(isNotNull(clients.jwks), isNotNull(clients.jwksUri)),
      ),
    )
    .orderBy(asc(clients.createdAt), asc(clients.id));
