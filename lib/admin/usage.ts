import { rangeSchema, type UsageView } from '../contract/usage';
import { findClientRow } from '../store/clients';
import { readUsageSums } from '../store/usage-reads';
import { type Actor, permit } from './principal';
import { atField, notFound } from './refusal';
import type { AdminServices } from './services';
import { usageView, windowBefore, windowOf } from './usage-view';

/**
 * What clients did in a range, of the whole tenant or of one client.
 *
 * @throws Refusal 400 for an unknown range, 404 for a client that is not the tenant's
 */
export async function readUsage(
  actor: Actor,
  asked: { range: string | null; client: string | null },
  services: AdminServices,
): Promise<UsageView> {
  permit(actor, 'activity:read');
  const range = rangeSchema.safeParse(asked.range);
  if (!range.success) throw atField('range', 'range must be 1h, 24h or 30d.');
  const { db, clock } = services;
  const { tenantId } = actor;
  if (asked.client !== null) await requireClient(tenantId, asked.client, services);
  const window = windowOf(range.data, clock());
  const of = (part: typeof window) => readUsageSums(db, tenantId, asked.client ?? '', part);
  const before = await of(windowBefore(range.data, window));
  return usageView(range.data, window, await of(window), before);
}

/** @throws Refusal 404; what cannot be an id is as unknown as any other */
export async function requireClient(
  tenantId: string,
  clientId: string,
  { db }: Pick<AdminServices, 'db'>,
): Promise<void> {
  const known = /^[A-Za-z0-9_-]{1,64}$/.test(clientId) && (await findClientRow(db, tenantId, clientId));
  if (!known) throw notFound('client');
}
