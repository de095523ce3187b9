import { desc, inArray } from 'drizzle-orm';
import type { Executor } from './database';
import { keyUses } from './schema';

export type KeyUseRow = typeof keyUses.$inferSelect;

/** Last uses of registered keys, newest first. The clients must be of one tenant, which the caller has checked. */
export async function listKeyUses(db: Executor, clientIds: string[]): Promise<Map<string, KeyUseRow[]>> {
  const found = new Map<string, KeyUseRow[]>(clientIds.map((id) => [id, []]));
  if (clientIds.length === 0) return found;
  const rows = await db
    .select()
    .from(keyUses)
    .where(inArray(keyUses.clientId, clientIds))
    .orderBy(desc(keyUses.lastUsedAt));
  for (const row of rows) found.get(row.clientId)?.push(row);
  return found;
}
