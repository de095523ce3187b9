import type { z } from 'zod';
import type { ClientList } from '../../contract/client-list';
import type {
  ManagedClient,
  managedClientListSchema,
  managedSecretSchema,
  managedUsageSchema,
} from '../../contract/management';
import type { ClientView, SecretView } from '../../contract/portal';
import type { UsageView } from '../../contract/usage';

/** What the portal shows, in the words of the management API. */
const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
const secondsOrNull = (instant: string | null) => (instant === null ? null : seconds(instant));

export const managedClient = (client: ClientView): ManagedClient => ({
  client_id: client.client_id,
  client_name: client.name,
  status: client.status,
  scope: client.scopes.join(' '),
  last_used_at: secondsOrNull(client.last_used_at),
  description: client.description,
  client_id_issued_at: seconds(client.created_at),
  updated_at: seconds(client.updated_at),
  tokens_not_before: secondsOrNull(client.tokens_not_before),
  profile: client.profile,
  opencrvs_issuer: client.opencrvs_issuer,
  opencrvs_audience: client.opencrvs_audience,
  token_life_seconds: client.token_life_seconds,
  token_typ: client.token_typ,
  dpop_bound_access_tokens: client.dpop_bound_access_tokens,
  allowed_networks: client.allowed_networks,
  resources: client.resources,
  jwks: client.jwks,
  jwks_uri: client.jwks_uri,
});

export const managedSecret = (secret: SecretView): z.infer<typeof managedSecretSchema> => ({
  secret_id: secret.id,
  hint: secret.hint,
  state: secret.state,
  created_at: seconds(secret.created_at),
  created_by: secret.created_by,
  expires_at: secondsOrNull(secret.expires_at),
  retired_at: secondsOrNull(secret.retired_at),
  exposed_at: secondsOrNull(secret.exposed_at),
  last_used_at: secondsOrNull(secret.last_use?.at ?? null),
  tokens_issued: secret.last_use?.count ?? 0,
});

export const managedClientList = ({
  clients,
  page,
  matching,
}: Pick<ClientList, 'clients' | 'page' | 'matching'>): z.infer<typeof managedClientListSchema> => ({
  clients: clients.map((client) => ({
    client_id: client.client_id,
    client_name: client.name,
    status: client.status,
    scope: client.scopes.join(' '),
    last_used_at: secondsOrNull(client.last_used_at),
    has_keys: client.has_keys,
    live_secrets: client.secrets.length,
  })),
  page,
  matching,
});

export const managedUsage = (
  clientId: string,
  { range, totals, previous, buckets, reasons, credentials }: UsageView,
): z.infer<typeof managedUsageSchema> => ({
  client_id: clientId,
  range,
  totals,
  previous,
  buckets: buckets.map(({ reasons: _, at, ...sums }) => ({ at: seconds(at), ...sums })),
  reasons,
  credentials,
});

/** The end of the old secret of a rotation; null when no old one is live. */
export const previousSecretEnd = ({ secrets }: ClientView): number | null =>
  secondsOrNull(secrets.find(({ state }) => state === 'old')?.expires_at ?? null);
