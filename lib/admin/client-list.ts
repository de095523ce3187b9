import type { ClientList, ClientQuery } from '../contract/client-list';
import { CLIENT_PAGE_SIZE } from '../contract/client-list-terms';
import { soonFrom } from '../contract/secret-policy';
import { countClients, listClientPage, newestActiveClientId } from '../store/client-list';
import { listSecrets, type SecretRow } from '../store/clients';
import { listKeyUses } from '../store/key-uses';
import { findTenantRow } from '../store/tenants';
import { isLive, lastUsedAt } from './client-view';
import { type Actor, type Principal, permit } from './principal';
import { enforcedMaxAge } from './secret-policy';
import type { AdminServices } from './services';

/** Each is one more look at every client of the tenant. */
const MOST_WORDS = 8;

/** One page of the tenant's clients. */
export async function readClientPage(
  actor: Actor,
  { q, ...query }: ClientQuery,
  { db, clock }: AdminServices,
): Promise<Omit<ClientList, 'now'>> {
  permit(actor, 'client:read');
  const now = clock();
  const tenant = await findTenantRow(db, actor.tenantId);
  const { clients, ...place } = await listClientPage(db, actor.tenantId, query, {
    // A NUL, which PostgreSQL knows in no text, separates words as a blank does.
    words: q
      .split(/[\s\p{Cc}]+/u)
      .filter(Boolean)
      .slice(0, MOST_WORDS),
    size: CLIENT_PAGE_SIZE,
    now: new Date(now),
    soonFrom: soonFrom(enforcedMaxAge(tenant), now),
  });
  const ids = clients.map(({ id }) => id);
  const secretsOf = await listSecrets(db, ids);
  const keyUsesOf = await listKeyUses(db, ids);
  return {
    ...place,
    counts: await countClients(db, actor.tenantId),
    clients: clients.map(({ id, name, status, scopes, hasKeys }) => {
      const secrets = secretsOf.get(id) ?? [];
      return {
        client_id: id,
        name,
        status,
        scopes,
        has_keys: hasKeys,
        last_used_at: lastUsedAt({ secrets, keyUses: keyUsesOf.get(id) ?? [] }),
        secrets: secrets.filter((secret) => isLive(secret, now)).map(liveSecret),
      };
    }),
  };
}

/** Whose id stands in samples for this person; null where the tenant has no active client. */
export async function sampleClientId(
  principal: Pick<Principal, 'role' | 'fresh' | 'tenantId'>,
  { db }: Pick<AdminServices, 'db'>,
): Promise<string | null> {
  permit(principal, 'client:read');
  return newestActiveClientId(db, principal.tenantId);
}

const liveSecret = (secret: SecretRow, place: number): ClientList['clients'][number]['secrets'][number] => ({
  id: secret.id,
  state: place === 0 ? 'current' : 'old',
  created_at: secret.createdAt.toISOString(),
  exposed_at: secret.exposedAt?.toISOString() ?? null,
  exposed_in: secret.exposedIn,
});
