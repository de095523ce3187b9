import type { z } from 'zod';
import { may } from '../contract/roles';
import type {
  createWebhookSchema,
  RotateWebhookSecret,
  updateWebhookSchema,
  WebhookView,
} from '../contract/webhooks';
import { newId } from '../ids';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import { lockTenantRow } from '../store/tenants';
import {
  countEndpoints,
  deleteEndpoint,
  type EndpointRow,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  listSecretFacts,
  lockEndpoint,
  replaceSecret,
  type SecretFacts,
  updateEndpoint,
} from '../store/webhook-endpoints';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound } from './refusal';
import type { AdminServices } from './services';
import { mintWebhookSecret } from './webhook-secrets';

/** A tenant has a few; every event is sent to each that listens to it. */
const MOST_ENDPOINTS = 10;

/** What audit rows hold of an address, and whoever may not change it sees: what follows may be as good as a password. */
const hostOf = (url: string): string => new URL(url).host;

const webhookView = (row: EndpointRow, secrets: SecretFacts[], { role }: Principal): WebhookView => ({
  id: row.id,
  url: may(role, 'webhook:edit') ? row.url : `https://${hostOf(row.url)}/…`,
  description: row.description,
  event_types: row.eventTypes,
  enabled: row.enabled,
  disabled_reason: row.disabledReason,
  failing_since: row.failingSince?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  created_by: row.createdBy,
  updated_at: row.updatedAt.toISOString(),
  secrets: secrets
    .filter(({ endpointId }) => endpointId === row.id)
    .map(({ hint, createdAt, endsAt }) => ({
      hint,
      created_at: createdAt.toISOString(),
      ends_at: endsAt?.toISOString() ?? null,
    })),
});

/** The tenant's endpoints, newest first. */
export async function readWebhooks(principal: Principal, services: AdminServices): Promise<WebhookView[]> {
  permit(principal, 'webhook:read');
  const rows = await listEndpoints(services.db, principal.tenantId);
  return withSecrets(rows, principal, services, services.db);
}

/** @throws Refusal 404 */
export async function readWebhook(
  principal: Principal,
  id: string,
  services: AdminServices,
  db: Executor = services.db,
): Promise<WebhookView> {
  permit(principal, 'webhook:read');
  const row = await findEndpoint(db, principal.tenantId, id);
  if (!row) throw notFound('webhook');
  const [view] = await withSecrets([row], principal, services, db);
  return view as WebhookView;
}

async function withSecrets(
  rows: EndpointRow[],
  principal: Principal,
  { clock }: AdminServices,
  db: Executor,
) {
  const ids = rows.map(({ id }) => id);
  const secrets = await listSecretFacts(db, ids, new Date(clock()));
  return rows.map((row) => webhookView(row, secrets, principal));
}

interface WithSecret {
  webhook: WebhookView;
  /** In this answer only. */
  secret: string;
}

/** @throws Refusal 403; 409 for one too many */
export function createWebhook(
  principal: Principal,
  wanted: z.output<typeof createWebhookSchema>,
  services: AdminServices,
): Promise<WithSecret> {
  permit(principal, 'webhook:edit');
  const id = newId('whk');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    if ((await countEndpoints(tx, principal.tenantId)) >= MOST_ENDPOINTS)
      throw conflict(`There are ${MOST_ENDPOINTS} webhooks: delete one that is not used any more.`);
    const now = new Date(services.clock());
    await insertEndpoint(tx, {
      id,
      tenantId: principal.tenantId,
      url: wanted.url,
      description: wanted.description,
      eventTypes: wanted.event_types,
      createdAt: now,
      createdBy: principal.email,
      updatedAt: now,
    });
    const { secret, row } = await mintWebhookSecret(id, now, services.pepper);
    await replaceSecret(tx, row, now);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'webhook.created', id, { ...wanted, url: hostOf(wanted.url) }),
    );
    return { webhook: await readWebhook(principal, id, services, tx), secret };
  });
}

/** One change of an endpoint under its lock. @throws Refusal 403, 404 */
function changeWebhook<T>(
  principal: Principal,
  id: string,
  services: AdminServices,
  apply: (tx: Executor, before: EndpointRow, now: Date) => Promise<T>,
): Promise<T> {
  permit(principal, 'webhook:edit');
  return services.db.transaction(async (tx) => {
    const before = await lockEndpoint(tx, principal.tenantId, id);
    if (!before) throw notFound('webhook');
    return apply(tx, before, new Date(services.clock()));
  });
}

/**
 * What is not sent stays as it is. Switched off, what waits for it is not delivered; switched on, it starts afresh.
 *
 * @throws Refusal 403, 404
 */
export function updateWebhook(
  principal: Principal,
  id: string,
  wanted: z.output<typeof updateWebhookSchema>,
  services: AdminServices,
): Promise<WebhookView> {
  return changeWebhook(principal, id, services, async (tx, before, now) => {
    const settings = ({ url, description, eventTypes, enabled }: EndpointRow) => ({
      url,
      description,
      event_types: eventTypes,
      enabled,
    });
    const was = settings(before);
    const is = { ...was, ...wanted };
    const changed = (['url', 'description', 'event_types', 'enabled'] as const).filter(
      (name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
    );
    if (changed.length > 0) {
      // Another address, or one that was switched on, has yet to fail.
      const afresh = changed.includes('enabled') || changed.includes('url');
      await updateEndpoint(tx, id, {
        url: is.url,
        description: is.description,
        eventTypes: is.event_types,
        enabled: is.enabled,
        ...(afresh ? { failingSince: null, disabledReason: null, noticeAfter: null } : {}),
        updatedAt: now,
      });
      const of = (side: typeof was) =>
        Object.fromEntries(changed.map((name) => [name, name === 'url' ? hostOf(side.url) : side[name]]));
      await insertAuditEvent(
        tx,
        changeEvent(principal, now, 'webhook.updated', id, { before: of(was), after: of(is) }),
      );
    }
    return readWebhook(principal, id, services, tx);
  });
}

/** With what waits for it and its log. @throws Refusal 403, 404 */
export function removeWebhook(principal: Principal, id: string, services: AdminServices): Promise<void> {
  return changeWebhook(principal, id, services, async (tx, { url }, now) => {
    await deleteEndpoint(tx, id);
    await insertAuditEvent(tx, changeEvent(principal, now, 'webhook.deleted', id, { url: hostOf(url) }));
  });
}

/** Both secrets sign until the overlap is over: a receiver is changed in between. @throws Refusal 403, 404 */
export function rotateWebhookSecret(
  principal: Principal,
  id: string,
  { overlap_seconds }: RotateWebhookSecret,
  services: AdminServices,
): Promise<WithSecret> {
  return changeWebhook(principal, id, services, async (tx, _, now) => {
    const { secret, row } = await mintWebhookSecret(id, now, services.pepper);
    await replaceSecret(tx, row, new Date(now.getTime() + overlap_seconds * 1000));
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'webhook.secret_rotated', id, { overlap_seconds }),
    );
    return { webhook: await readWebhook(principal, id, services, tx), secret };
  });
}
