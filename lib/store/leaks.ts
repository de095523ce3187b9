import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import type { LeakStore } from '../oauth/ports';
import { insertAuditEvent } from './audit';
import { lockClientRow } from './clients';
import { type Database, markAt } from './database';
import { clientSecrets, clients, tenants } from './schema';

/** Reported secrets, over all tenants. */
export const createLeakStore = (db: Database, clock: Clock): LeakStore => ({
  async findReported(digests) {
    const rows = await db
      .select({
        id: clients.id,
        tenantId: clients.tenantId,
        secretId: clientSecrets.id,
        digest: clientSecrets.digest,
        action: tenants.leakedSecretAction,
      })
      .from(clientSecrets)
      .innerJoin(clients, eq(clients.id, clientSecrets.clientId))
      .innerJoin(tenants, eq(tenants.id, clients.tenantId))
      .where(inArray(clientSecrets.digest, [...digests]));
    return rows.map(({ action, ...secret }) => ({ ...secret, retire: action === 'retire' }));
  },

  retireReported: ({ id, tenantId, secretId }, eventAt) =>
    db.transaction(async (tx) => {
      // As every change of a client's secrets: a rotation under way must not undo this.
      await lockClientRow(tx, tenantId, id);
      // Once it is ours: tokens that were issued while another change held it end as well.
      const event = eventAt(clock());
      const changed = await tx
        .update(clientSecrets)
        .set({
          retiredAt: sql`coalesce(${clientSecrets.retiredAt}, ${event.at.toISOString()}::timestamptz)`,
          tokensNotBefore: markAt(clientSecrets.tokensNotBefore, event.at),
        })
        .where(
          and(
            eq(clientSecrets.id, secretId),
            // Retired before it was reported, it may still have left tokens behind.
            or(
              isNull(clientSecrets.retiredAt),
              isNull(clientSecrets.tokensNotBefore),
              lt(clientSecrets.tokensNotBefore, clientSecrets.retiredAt),
            ),
          ),
        )
        .returning({ id: clientSecrets.id });
      if (changed.length > 0) await insertAuditEvent(tx, event);
    }),
});
