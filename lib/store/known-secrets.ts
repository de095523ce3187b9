import { eq, inArray, sql } from 'drizzle-orm';
import type { KnownSecret } from '../oauth/secret-diagnosis';
import type { Executor } from './database';
import { clientSecrets, clients } from './schema';

/**
 * The secrets that have one of these digests, ended ones included, over all tenants: whoever asks shows only what is
 * the tenant's own.
 *
 * @param now as the process has it
 */
export async function findKnownSecrets(
  db: Executor,
  digests: readonly Uint8Array[],
  now: Date,
): Promise<KnownSecret[]> {
  if (digests.length === 0) return [];
  const at = now.toISOString();
  return db
    .select({
      digest: clientSecrets.digest,
      secretId: clientSecrets.id,
      clientId: clientSecrets.clientId,
      tenantId: clients.tenantId,
      expiresAt: clientSecrets.expiresAt,
      retiredAt: clientSecrets.retiredAt,
      superseded: sql<boolean>`EXISTS (SELECT FROM client_secrets other
        WHERE other.client_id = ${clientSecrets.clientId} AND other.created_at > ${clientSecrets.createdAt}
          AND other.retired_at IS NULL AND (other.expires_at IS NULL OR other.expires_at > ${at}::timestamptz))`,
      // A secret that was retired because it leaked ended before an older one, too, and no rotation was cancelled.
      outlived: sql<boolean>`${clientSecrets.exposedIn} IS DISTINCT FROM 'report'
        AND EXISTS (SELECT FROM client_secrets other
        WHERE other.client_id = ${clientSecrets.clientId} AND other.created_at < ${clientSecrets.createdAt}
          AND (other.retired_at IS NULL OR other.retired_at > ${clientSecrets.retiredAt})
          AND (other.expires_at IS NULL OR other.expires_at > ${clientSecrets.retiredAt}))`,
    })
    .from(clientSecrets)
    .innerJoin(clients, eq(clients.id, clientSecrets.clientId))
    .where(inArray(clientSecrets.digest, [...digests]));
}
