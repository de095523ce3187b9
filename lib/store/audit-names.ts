import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from './database';
import { apps, clients, users, webhookEndpoints } from './schema';

/** What the clients, apps, people and webhooks of one tenant are called, by their ids; those that are gone are not among them. */
export async function findNames(
  db: Executor,
  tenantId: string,
  ids: Iterable<string | null>,
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const of = (prefix: string) => wanted.filter((id) => id.startsWith(prefix));
  const [clientIds, appIds, userIds, webhookIds] = [of('client_'), of('app_'), of('usr_'), of('whk_')];
  const found = await Promise.all([
    clientIds.length === 0
      ? []
      : db
          .select({ id: clients.id, name: clients.name })
          .from(clients)
          .where(and(eq(clients.tenantId, tenantId), inArray(clients.id, clientIds))),
    appIds.length === 0
      ? []
      : db
          .select({ id: apps.id, name: apps.name })
          .from(apps)
          .where(and(eq(apps.tenantId, tenantId), inArray(apps.id, appIds))),
    userIds.length === 0
      ? []
      : db
          .select({ id: users.id, name: users.email })
          .from(users)
          .where(and(eq(users.tenantId, tenantId), inArray(users.id, userIds))),
    webhookIds.length === 0
      ? []
      : db
          // The host alone: what follows it may be as good as a password.
          .select({ id: webhookEndpoints.id, name: sql<string>`split_part(${webhookEndpoints.url}, '/', 3)` })
          .from(webhookEndpoints)
          .where(and(eq(webhookEndpoints.tenantId, tenantId), inArray(webhookEndpoints.id, webhookIds))),
  ]);
  return new Map(found.flat().map(({ id, name }) => [id, name]));
}
