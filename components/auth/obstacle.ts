import { PortalApiError } from '@/components/query/portal-api-error';

/** `dead`: no such link any more. `taken`: the address has an account. `unreachable`: nothing is known yet. */
export type Obstacle = 'dead' | 'taken' | 'unreachable';

export function obstacleOf(error: unknown): Obstacle {
  const status = error instanceof PortalApiError ? error.status : 0;
  // 400: a link that was not copied whole.
  if (status === 404 || status === 400) return 'dead';
  return status === 409 ? 'taken' : 'unreachable';
}
