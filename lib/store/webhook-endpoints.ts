import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { tenants, webhookEndpoints, webhookSecrets } from './schema';

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

/** What the portal may know of a secret. */
export interface SecretFacts {
  id: string;
  endpointId: string;
  hint: string;
  createdAt: Date;
  endsAt: Date | null;
}

/** Newest first. */
export const listEndpoints = (db: Executor, tenantId: string): Promise<EndpointRow[]> =>
  db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.tenantId, tenantId))
    .orderBy(desc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));

/** @returns undefined for another tenant's too */
export async function findEndpoint(db: Executor, tenantId: string, id: string) {
  const [row] = await db.select().from(webhookEndpoints).where(ofTenant(tenantId, id));
  return row;
}

/** Until the transaction ends two who change one endpoint take turns; events are told meanwhile. */
export async function lockEndpoint(tx: Executor, tenantId: string, id: string) {
  const [row] = await tx.select().from(webhookEndpoints).where(ofTenant(tenantId, id)).for('no key update');
  return row;
}

const ofTenant = (tenantId: string, id: string) =>
  and(eq(webhookEndpoints.tenantId, tenantId), eq(webhookEndpoints.id, id));

export async function countEndpoints(db: Executor, tenantId: string): Promise<number> {
  const [row] = await db
    .select({ endpoints: count() })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.tenantId, tenantId));
  return row?.endpoints ?? 0;
}

export async function insertEndpoint(tx: Executor, row: typeof webhookEndpoints.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoints).values(row);
}

export async function updateEndpoint(
  tx: Executor,
  id: string,
  change: Partial<Omit<typeof webhookEndpoints.$inferInsert, 'id' | 'tenantId'>>,
): Promise<void> {
  await tx.update(webhookEndpoints).set(change).where(eq(webhookEndpoints.id, id));
}

/** With its secrets and deliveries. */
export async function deleteEndpoint(tx: Executor, id: string): Promise<void> {
  // A month of deliveries goes with it, in one statement: the portal's role may not delete them by themselves.
  await tx.execute(sql`SET LOCAL statement_timeout = '60s'`);
  await tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id));
}

/** Those that sign at `now`, newest first. */
export const listSecretFacts = (db: Executor, endpointIds: string[], now: Date): Promise<SecretFacts[]> =>
  endpointIds.length === 0
    ? Promise.resolve([])
    : db
        .select({
          id: webhookSecrets.id,
          endpointId: webhookSecrets.endpointId,
          hint: webhookSecrets.hint,
          createdAt: webhookSecrets.createdAt,
          endsAt: webhookSecrets.endsAt,
        })
        .from(webhookSecrets)
        .where(and(inArray(webhookSecrets.endpointId, endpointIds), signsAt(now)))
        .orderBy(desc(webhookSecrets.createdAt));

const signsAt = (now: Date) =>
  sql`(${webhookSecrets.endsAt} IS NULL OR ${webhookSecrets.endsAt} > ${now.toISOString()}::timestamptz)`;

/** The same with what they are, sealed: for whoever delivers. */
export const listSealedSecrets = (db: Executor, endpointId: string, now: Date) =>
  db
    .select({ id: webhookSecrets.id, sealed: webhookSecrets.sealed })
    .from(webhookSecrets)
    .where(and(eq(webhookSecrets.endpointId, endpointId), signsAt(now)))
    .orderBy(desc(webhookSecrets.createdAt));

/** The new one signs from now on; the one before it until `oldEndsAt`, and any earlier one no more. */
export async function replaceSecret(
  tx: Executor,
  row: typeof webhookSecrets.$inferInsert,
  oldEndsAt: Date,
): Promise<void> {
  const ofEndpoint = eq(webhookSecrets.endpointId, row.endpointId);
  await tx.delete(webhookSecrets).where(and(ofEndpoint, isNotNull(webhookSecrets.endsAt)));
  await tx
    .update(webhookSecrets)
    .set({ endsAt: oldEndsAt })
    .where(and(ofEndpoint, isNull(webhookSecrets.endsAt), ne(webhookSecrets.id, row.id)));
  await tx.insert(webhookSecrets).values(row);
}

/** Endpoints that were switched off and whose tenants nobody has written to; nobody else gets them until `leaseUntil`. */
export const claimSwitchedOff = (db: Executor, now: Date, leaseUntil: Date) =>
  db
    .update(webhookEndpoints)
    .set({ noticeAfter: leaseUntil })
    .from(tenants)
    .where(
      and(
        eq(tenants.id, webhookEndpoints.tenantId),
        lte(webhookEndpoints.noticeAfter, now),
        eq(tenants.status, 'active'),
      ),
    )
    .returning({
      id: webhookEndpoints.id,
      url: webhookEndpoints.url,
      reason: webhookEndpoints.disabledReason,
      tenantId: webhookEndpoints.tenantId,
      tenantName: tenants.name,
    });
