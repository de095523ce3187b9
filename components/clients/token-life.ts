import { spelledDuration } from '@/components/ui/duration';
import type { ClientView } from '@/lib/contract/portal';

/** Seconds, unless the client has a life of its own. */
export const PROFILE_LIFE: Record<ClientView['profile'], number> = { gooclaim: 3600, opencrvs: 600 };

/** How long a token of this client lives, in seconds. */
export function tokenLife({
  profile,
  token_life_seconds,
}: Pick<ClientView, 'profile' | 'token_life_seconds'>): number {
  return token_life_seconds ?? PROFILE_LIFE[profile];
}

export const tokenLifeWords = (client: Pick<ClientView, 'profile' | 'token_life_seconds'>): string =>
  spelledDuration(tokenLife(client));
