import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { DeliveryState } from '../contract/webhooks';
import type { Executor } from './database';
import { deleteInBatches } from './expired-rows';
import { tenants, webhookDeliveries, webhookEndpoints, webhookEvents, webhookTries } from './schema';

/** What is known of a delivery without its tries, but for the last. */
const COLUMNS = {
  id: webhookDeliveries.id,
  number: webhookDeliveries.number,
  eventId: webhookDeliveries.eventId,
  type: webhookEvents.type,
  at: webhookEvents.at,
  data: webhookEvents.data,
  state: webhookDeliveries.state,
  createdAt: webhookDeliveries.createdAt,
  tries: webhookDeliveries.tries,
  nextTryAt: webhookDeliveries.nextTryAt,
  endedAt: webhookDeliveries.endedAt,
  redeliveryOf: webhookDeliveries.redeliveryOf,
  lastStatus: webhookTries.status,
  lastFault: webhookTries.fault,
};

const selectDeliveries = (db: Executor) =>
  db
    .select(COLUMNS)
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .leftJoin(
      webhookTries,
      and(
        eq(webhookTries.deliveryId, webhookDeliveries.id),
        eq(webhookTries.number, webhookDeliveries.tries),
      ),
    );

export type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number];

/** Newest first. @param before the number that the page before ended with */
export const listDeliveries = (
  db: Executor,
  endpointId: string,
  { state, before, most }: { state?: DeliveryState; before?: number; most: number },
) =>
  selectDeliveries(db)
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        state && eq(webhookDeliveries.state, state),
        before === undefined ? undefined : lt(webhookDeliveries.number, before),
      ),
    )
    .orderBy(desc(webhookDeliveries.number))
    .limit(most);

export async function findDelivery(
  db: Executor,
  endpointId: string,
  id: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await selectDeliveries(db).where(
    and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.id, id)),
  );
  return row;
}

export const listTries = (db: Executor, deliveryId: string) =>
  db
    .select()
    .from(webhookTries)
    .where(eq(webhookTries.deliveryId, deliveryId))
    .orderBy(desc(webhookTries.number));

/** The same event to the same endpoint once more. @returns its id */
export async function insertRedelivery(
  tx: Executor,
  { id, eventId }: Pick<DeliveryRow, 'id' | 'eventId'>,
  endpointId: string,
  now: Date,
): Promise<string> {
  const [row] = await tx
    .insert(webhookDeliveries)
    .values({ eventId, endpointId, createdAt: now, nextTryAt: now, redeliveryOf: id })
    .returning({ id: webhookDeliveries.id });
  return (row as { id: string }).id;
}

/** What the next try of a delivery needs; undefined for one that is gone or is over. */
export async function findDue(db: Executor, id: string) {
  const [row] = await db
    .select({
      id: webhookDeliveries.id,
      eventId: webhookDeliveries.eventId,
      type: webhookEvents.type,
      at: webhookEvents.at,
      data: webhookEvents.data,
      tries: webhookDeliveries.tries,
      endpointId: webhookEndpoints.id,
      tenantId: webhookEndpoints.tenantId,
      url: webhookEndpoints.url,
      wanted: sql<boolean>`${webhookEndpoints.enabled} AND ${tenants.status} = 'active'`,
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .innerJoin(tenants, eq(tenants.id, webhookEndpoints.tenantId))
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'waiting')));
  return row;
}
export type DueDelivery = NonNullable<Awaited<ReturnType<typeof findDue>>>;

/**
 * What a try came to. @returns false when somebody else, who was believed to be dead, has written down the same try
 */
export async function updateDelivery(
  tx: Executor,
  { id, tries }: Pick<DueDelivery, 'id' | 'tries'>,
  change: Pick<
    Partial<typeof webhookDeliveries.$inferInsert>,
    'state' | 'tries' | 'nextTryAt' | 'endedAt' | 'queued'
  >,
): Promise<boolean> {
  const rows = await tx
    .update(webhookDeliveries)
    .set(change)
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.state, 'waiting'),
        eq(webhookDeliveries.tries, tries),
      ),
    )
    .returning({ id: webhookDeliveries.id });
  return rows.length > 0;
}

export async function insertTry(tx: Executor, row: typeof webhookTries.$inferInsert): Promise<void> {
  await tx.insert(webhookTries).values(row);
}

/** Whether anything was tried at an endpoint from then on. */
export async function wasTriedSince(tx: Executor, endpointId: string, since: Date): Promise<boolean> {
  const rows = await tx
    .select({ number: webhookTries.number })
    .from(webhookTries)
    .innerJoin(webhookDeliveries, eq(webhookDeliveries.id, webhookTries.deliveryId))
    .where(and(eq(webhookDeliveries.endpointId, endpointId), gte(webhookTries.at, since)))
    .limit(1);
  return rows.length > 0;
}

/** Takes deliveries whose next try has no job in the queue yet; whoever asks at the same time gets others. */
export async function takeUnqueued(tx: Executor, most: number) {
  const rows = await tx.execute<{ id: string; tenant_id: string; next_try_at: string; urgent: boolean }>(sql`
    UPDATE webhook_deliveries AS d SET queued = true
    FROM webhook_endpoints AS w
    WHERE w.id = d.endpoint_id AND d.id IN (
      SELECT id FROM webhook_deliveries WHERE state = 'waiting' AND NOT queued
      ORDER BY number LIMIT ${most}::integer FOR UPDATE SKIP LOCKED)
    RETURNING d.id, w.tenant_id, d.next_try_at, w.failing_since IS NULL AS urgent`);
  return rows.map(({ id, tenant_id, next_try_at, urgent }) => ({
    id,
    tenantId: tenant_id,
    nextTryAt: new Date(next_try_at),
    urgent,
  }));
}

/** When the next try is due; undefined where nothing waits. */
export async function nextTryAt(db: Executor): Promise<Date | undefined> {
  const [row] = await db.execute<{ at: string | null }>(
    sql`SELECT min(next_try_at) AS at FROM webhook_deliveries WHERE state = 'waiting'`,
  );
  return row?.at ? new Date(row.at) : undefined;
}

export interface WaitingCount {
  /** Deliveries that wait for their next try, over all tenants. */
  waiting: number;
  /** Of them, those that should have been tried before the time that was asked for. */
  overdue: number;
}

export async function countWaiting(db: Executor, dueBefore: Date): Promise<WaitingCount> {
  const [row] = await db.execute<{ waiting: number; overdue: number }>(sql`
    SELECT count(*)::integer AS waiting,
      count(*) FILTER (WHERE next_try_at < ${dueBefore.toISOString()}::timestamptz)::integer AS overdue
    FROM webhook_deliveries WHERE state = 'waiting'`);
  return { waiting: row?.waiting ?? 0, overdue: row?.overdue ?? 0 };
}

/** Whether there is, or was, anything to deliver to. */
export async function hasEndpoints(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ any: boolean }>(sql`SELECT EXISTS (SELECT FROM webhook_endpoints) AS any`);
  return row?.any ?? false;
}

/** With each go its tries. */
const DELIVERIES_AT_ONCE = 2_000;

/** The log until then; what waits stays. One event goes with the last of its deliveries. */
export async function pruneWebhookLog(db: Executor, before: Date): Promise<void> {
  await deleteInBatches(db, webhookDeliveries, lt(webhookDeliveries.endedAt, before), DELIVERIES_AT_ONCE);
  await deleteInBatches(
    db,
    webhookEvents,
    and(
      lt(webhookEvents.at, before),
      sql`NOT EXISTS (SELECT FROM webhook_deliveries WHERE event_id = ${webhookEvents.id})`,
    ),
  );
}
