import { eq, sql } from 'drizzle-orm';
import type { ClientStore } from '../oauth/ports';
import type { KnownSecret } from '../oauth/secret-diagnosis';
import type { Executor } from './database';
import { clients } from './schema';

/**
 * The secrets that have one of these digests, ended ones included, over all tenants: whoever asks shows only what is
 * the tenant's own. By a function of the database, since the portal's role cannot read digests.
 *
 * @param now as the process has it
 */
export async function findKnownSecrets(
  db: Executor,
  digests: readonly Uint8Array[],
  now: Date,
): Promise<KnownSecret[]> {
  if (digests.length === 0) return [];
  // The driver takes no array of bytes: as text they are hexadecimal.
  const wanted = `{${digests.map((digest) => `"\\\\x${Buffer.from(digest).toString('hex')}"`).join(',')}}`;
  const rows = await db.execute<
    Omit<KnownSecret, 'expiresAt' | 'retiredAt'> & { expiresAt: string | null; retiredAt: string | null }
  >(sql`SELECT * FROM known_secrets(${wanted}::bytea[], ${now.toISOString()}::timestamptz)`);
  return rows.map(({ expiresAt, retiredAt, ...row }) => ({
    ...row,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    retiredAt: retiredAt === null ? null : new Date(retiredAt),
  }));
}

/** `findSecretOwner` for the portal's role, by the same function. */
export async function findKnownOwner(
  db: Executor,
  digest: Uint8Array,
  now: Date,
): ReturnType<ClientStore['findSecretOwner']> {
  const [secret] = await findKnownSecrets(db, [digest], now);
  if (!secret || secret.retiredAt) return undefined;
  const [owner] = await db
    .select({ id: clients.id, tenantId: clients.tenantId, profile: clients.profile })
    .from(clients)
    .where(eq(clients.id, secret.clientId));
  return owner && { ...owner, secretId: secret.secretId };
}
