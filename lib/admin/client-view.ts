import type { ClientView, SecretView } from '../contract/portal';
import type { ClientRow, SecretRow } from '../store/clients';
import { markedAt } from '../store/database';
import type { KeyUseRow } from '../store/key-uses';

/** How long an ended secret is still shown. */
const ENDED_SHOWN_MS = 30 * 86_400_000;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Whether a secret is accepted at `now` (milliseconds since the epoch). */
export const isLive = (secret: Pick<SecretRow, 'expiresAt' | 'retiredAt'>, now: number): boolean =>
  secret.retiredAt === null && (secret.expiresAt === null || secret.expiresAt.getTime() > now);

function secretState(secret: SecretRow, current: SecretRow | undefined, now: number): SecretView['state'] {
  if (secret.retiredAt) return 'retired';
  if (!isLive(secret, now)) return 'expired';
  return secret === current ? 'current' : 'old';
}

/** What is known of a client beside its row. */
export interface ClientCredentials {
  /** Newest first. */
  secrets: SecretRow[];
  /** Newest first. */
  keyUses: KeyUseRow[];
}

type Use = Pick<KeyUseRow, 'lastUsedAt' | 'address' | 'userAgent' | 'count'>;

const useView = (use: Use) => ({
  at: use.lastUsedAt.toISOString(),
  address: use.address,
  user_agent: use.userAgent,
  count: Number(use.count),
});

/** When any of its secrets or keys was last used. */
export function lastUsedAt({ secrets, keyUses }: ClientCredentials): string | null {
  const uses = [...secrets.flatMap(({ lastUse }) => lastUse ?? []), ...keyUses];
  return uses.length > 0
    ? new Date(Math.max(...uses.map((use) => use.lastUsedAt.getTime()))).toISOString()
    : null;
}

export function clientView(row: ClientRow, { secrets, keyUses }: ClientCredentials, now: number): ClientView {
  const current = secrets.find((secret) => isLive(secret, now));
  const shown = secrets.filter((secret) => {
    const ended = secret.retiredAt ?? secret.expiresAt;
    return isLive(secret, now) || (ended !== null && now - ended.getTime() < ENDED_SHOWN_MS);
  });
  return {
    client_id: row.id,
    name: row.name,
    description: row.description,
    scopes: row.scopes,
    status: row.status,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    profile: row.profile,
    opencrvs_issuer: row.opencrvsIssuer,
    opencrvs_audience: row.opencrvsAudience,
    token_life_seconds: row.tokenLifeSeconds,
    token_typ: row.tokenTyp,
    dpop_bound_access_tokens: row.dpopBoundAccessTokens,
    allowed_networks: row.allowedNetworks,
    resources: row.resources,
    jwks_uri: row.jwksUri,
    jwks: row.jwks,
    key_uses: keyUses.map((use) => ({ key_id: use.keyId, last_use: useView(use) })),
    tokens_not_before: iso(markedAt(row.tokensNotBefore)),
    last_used_at: lastUsedAt({ secrets, keyUses }),
    secrets: shown.map((secret) => ({
      id: secret.id,
      hint: secret.hint,
      state: secretState(secret, current, now),
      created_at: secret.createdAt.toISOString(),
      created_by: secret.createdBy,
      expires_at: iso(secret.expiresAt),
      retired_at: iso(secret.retiredAt),
      exposed_at: iso(secret.exposedAt),
      exposed_in: secret.exposedIn,
      last_use: secret.lastUse && useView(secret.lastUse),
    })),
  };
}
