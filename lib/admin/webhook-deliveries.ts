import type { z } from 'zod';
import { may } from '../contract/roles';
import { bodyOf } from '../contract/webhook-body';
import type { DeliveryDetail, DeliveryView, deliveryQuerySchema } from '../contract/webhooks';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import {
  type DeliveryRow,
  findDelivery,
  insertRedelivery,
  listDeliveries,
  listTries,
} from '../store/webhook-deliveries';
import { findEndpoint, lockEndpoint } from '../store/webhook-endpoints';
import { tellWebhooks } from '../store/webhook-events';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound, tooMany } from './refusal';
import type { AdminServices } from './services';

const PAGE = 25;

const deliveryView = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  event_id: row.eventId,
  event_type: row.type,
  state: row.state,
  created_at: row.createdAt.toISOString(),
  tries: row.tries,
  next_try_at: row.state === 'waiting' ? row.nextTryAt.toISOString() : null,
  ended_at: row.endedAt?.toISOString() ?? null,
  redelivery_of: row.redeliveryOf,
  last_status: row.lastStatus,
  last_fault: row.lastFault,
});

/** What was sent to an endpoint and what is to be, newest first. @throws Refusal 404 */
export async function readDeliveries(
  principal: Principal,
  endpointId: string,
  { state, before }: z.output<typeof deliveryQuerySchema>,
  services: AdminServices,
): Promise<{ deliveries: DeliveryView[]; next: string | null }> {
  permit(principal, 'webhook:read');
  await requireEndpoint(principal, endpointId, services.db);
  const rows = await listDeliveries(services.db, endpointId, {
    state,
    before: before === undefined ? undefined : Number(before),
    most: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  return {
    deliveries: shown.map(deliveryView),
    next: rows.length > PAGE ? String(shown.at(-1)?.number) : null,
  };
}

/** One delivery with all its tries, newest first. @throws Refusal 404 */
export async function readDelivery(
  principal: Principal,
  endpointId: string,
  id: string,
  services: AdminServices,
  db: Executor = services.db,
): Promise<DeliveryDetail> {
  permit(principal, 'webhook:read');
  await requireEndpoint(principal, endpointId, db);
  const row = await findDelivery(db, endpointId, id);
  if (!row) throw notFound('delivery');
  const tries = await listTries(db, id);
  return {
    ...deliveryView(row),
    body: bodyOf(row),
    attempts: tries.map((one) => ({
      number: one.number,
      at: one.at.toISOString(),
      duration_ms: one.durationMs,
      status: one.status,
      fault: one.fault,
      // It may repeat the address, which only they see as a whole.
      answer: may(principal.role, 'webhook:edit') ? one.answer : '',
    })),
  };
}

async function requireEndpoint({ tenantId }: Principal, id: string, db: Executor): Promise<void> {
  if (!(await findEndpoint(db, tenantId, id))) throw notFound('webhook');
}

/** Sends the same event once more, by the same `webhook-id`. @throws Refusal 403, 404; 409 for a webhook that is off; 429 */
export function redeliver(
  principal: Principal,
  endpointId: string,
  id: string,
  services: AdminServices,
): Promise<DeliveryDetail> {
  return sendByHand(principal, endpointId, services, async (tx, now) => {
    const row = await findDelivery(tx, endpointId, id);
    if (!row) throw notFound('delivery');
    if (row.state === 'waiting') throw conflict('This delivery still waits for its next try.');
    const deliveryId = await insertRedelivery(tx, row, endpointId, now);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'webhook.redelivered', endpointId, {
        delivery_id: id,
        event_id: row.eventId,
        event_type: row.type,
      }),
    );
    return deliveryId;
  });
}

/** Sends an event that says it is a test, whatever the webhook listens to. @throws Refusal as of `redeliver` */
export function sendTestEvent(
  principal: Principal,
  endpointId: string,
  services: AdminServices,
): Promise<DeliveryDetail> {
  return sendByHand(principal, endpointId, services, async (tx, now) => {
    const [deliveryId] = await tellWebhooks(tx, {
      tenantId: principal.tenantId,
      type: 'webhook.test',
      at: now,
      data: { webhook_id: endpointId, by: { type: 'user', id: principal.userId } },
      endpointId,
    });
    await insertAuditEvent(tx, changeEvent(principal, now, 'webhook.test_sent', endpointId));
    return deliveryId as string;
  });
}

async function sendByHand(
  principal: Principal,
  endpointId: string,
  services: AdminServices,
  send: (tx: Executor, now: Date) => Promise<string>,
): Promise<DeliveryDetail> {
  permit(principal, 'webhook:edit');
  const { allowed, retryAfter } = await services.limiter.take('webhook_send', principal.tenantId);
  if (!allowed) throw tooMany(Math.max(1, retryAfter), 'Too many messages by hand: wait a minute.');
  return services.db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, principal.tenantId, endpointId);
    if (!endpoint) throw notFound('webhook');
    if (!endpoint.enabled) throw conflict('This webhook is switched off: switch it on first.');
    const id = await send(tx, new Date(services.clock()));
    return readDelivery(principal, endpointId, id, services, tx);
  });
}
