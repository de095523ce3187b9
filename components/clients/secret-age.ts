import type { ClientView, SecretView } from '@/lib/contract/portal';
import { MAX_AGE_DAYS, SOON_FROM_DAY } from '@/lib/contract/secret-age';
import { hasKeys, type KeyHolder } from './authentication';

const DAY_MS = 86_400_000;

type Standing = Pick<SecretView, 'state' | 'created_at' | 'exposed_at' | 'exposed_in'>;

/** A client, or its row in the list: what tells how its secrets stand. */
export type SecretHolder = KeyHolder & Pick<ClientView, 'status'> & { secrets: Standing[] };

export type SecretAge = {
  /** Whole days since it was made. */
  days: number;
  state: 'fresh' | 'soon' | 'overdue';
  /** When it turns 90 days old, in milliseconds since the epoch. */
  dueAt: number;
};

export function secretAge(secret: Pick<SecretView, 'created_at'>, now: number): SecretAge {
  const createdAt = Date.parse(secret.created_at);
  const days = Math.max(0, Math.floor((now - createdAt) / DAY_MS));
  const state = days >= MAX_AGE_DAYS ? 'overdue' : days >= SOON_FROM_DAY ? 'soon' : 'fresh';
  return { days, state, dueAt: createdAt + MAX_AGE_DAYS * DAY_MS };
}

export function currentSecret<S extends Pick<SecretView, 'state'>>(client: { secrets: S[] }): S | undefined {
  return client.secrets.find((secret) => secret.state === 'current');
}

export function oldSecret<S extends Pick<SecretView, 'state'>>(client: { secrets: S[] }): S | undefined {
  return client.secrets.find((secret) => secret.state === 'old');
}

/** Live and seen where secrets must not be. */
export function exposedSecret<S extends Standing>(client: { secrets: S[] }): S | undefined {
  return client.secrets.find(
    (secret) => secret.exposed_at !== null && (secret.state === 'current' || secret.state === 'old'),
  );
}

/** Whether somebody should look at this client's secrets now. */
export function needsAttention(client: SecretHolder, now: number): boolean {
  if (client.status === 'disabled') return false;
  const current = currentSecret(client);
  if (!current) return !hasKeys(client);
  if (oldSecret(client) || exposedSecret(client)) return true;
  return secretAge(current, now).state !== 'fresh';
}
