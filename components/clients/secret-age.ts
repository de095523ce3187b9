import type { ClientView, SecretView } from '@/lib/contract/portal';
import { type DueState, dueAt, dueState } from '@/lib/contract/secret-policy';
import { hasKeys, type KeyHolder } from './authentication';

const DAY_MS = 86_400_000;

type Standing = Pick<SecretView, 'state' | 'created_at' | 'exposed_at' | 'exposed_in'>;

/** A client, or its row in the list: what tells how its secrets stand. */
export type SecretHolder = KeyHolder & Pick<ClientView, 'status'> & { secrets: Standing[] };

export type SecretAge = {
  /** Whole days since it was made. */
  days: number;
  state: DueState;
  /** When the policy wants it replaced, in milliseconds since the epoch; null without one. */
  dueAt: number | null;
  /** Whole days until then, rounded up. */
  daysLeft: number;
};

/** @param maxAgeDays the tenant's; null for none */
export function secretAge(
  secret: Pick<SecretView, 'created_at'>,
  now: number,
  maxAgeDays: number | null,
): SecretAge {
  const createdAt = Date.parse(secret.created_at);
  const due = dueAt(createdAt, maxAgeDays);
  return {
    days: Math.max(0, Math.floor((now - createdAt) / DAY_MS)),
    state: dueState(createdAt, maxAgeDays, now),
    dueAt: due,
    daysLeft: due === null ? 0 : Math.max(0, Math.ceil((due - now) / DAY_MS)),
  };
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
export function needsAttention(client: SecretHolder, now: number, maxAgeDays: number | null): boolean {
  if (client.status === 'disabled') return false;
  const current = currentSecret(client);
  if (!current) return !hasKeys(client);
  if (oldSecret(client) || exposedSecret(client)) return true;
  return secretAge(current, now, maxAgeDays).state !== 'fresh';
}
