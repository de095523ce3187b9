import type { AttentionItem, AttentionView, FailureView } from '../contract/attention';
import { countClients, findLastFailure, type Scope } from '../store/attention';
import { hasUsage } from '../store/usage-reads';
import { busy, unused, unusedScopes } from './attention-advice';
import { failing, limited } from './attention-failures';
import { pressingSecrets } from './attention-secrets';
import { failureView } from './failure-view';
import { type Principal, permit } from './principal';
import type { AdminServices } from './services';
import { requireClient } from './usage';

/** Lines of one kind that are listed. */
const MOST = 20;

/** What the reading of one kind works with. */
export interface AttentionScope {
  scope: Scope;
  /** Milliseconds since the epoch. */
  now: number;
  services: AdminServices;
}

/** In the order in which a person should take them. */
const READERS: ((of: AttentionScope) => Promise<AttentionItem[]>)[] = [
  pressingSecrets,
  failing,
  limited,
  busy,
  unusedScopes,
  unused,
];

/**
 * What somebody should look at, of the whole tenant or of one client.
 *
 * @throws Refusal 404 for a client that is not the tenant's
 */
export async function readAttention(
  principal: Principal,
  clientId: string | null,
  services: AdminServices,
): Promise<Omit<AttentionView, 'now'>> {
  permit(principal, 'activity:read');
  permit(principal, 'client:read');
  const { tenantId } = principal;
  if (clientId !== null) await requireClient(tenantId, clientId, services);
  // One more than is listed, to know whether there are more.
  const scope = { tenantId, clientId: clientId ?? undefined, limit: MOST + 1 };
  const found: AttentionItem[] = [];
  for (const read of READERS) found.push(...(await read({ scope, now: services.clock(), services })));
  const counts = new Map<string, number>();
  const items = found.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= MOST;
  });
  return {
    items,
    more: [...counts].filter(([, count]) => count > MOST).map(([kind]) => kind),
    clients: await countClients(services.db, tenantId),
    used: await hasUsage(services.db, tenantId),
    last_failure: clientId === null ? null : await lastFailure(tenantId, clientId, services),
  };
}

async function lastFailure(
  tenantId: string,
  clientId: string,
  { db }: AdminServices,
): Promise<FailureView | null> {
  return failureView(await findLastFailure(db, tenantId, clientId));
}
