import { sessionSchema } from '@/lib/contract/portal';
import { portalFetch } from './portal-api';

/** A plain look at the session: it never extends it. */
export function readSession() {
  return portalFetch('/api/portal/session', { schema: sessionSchema });
}

export function refreshSession() {
  return portalFetch('/api/portal/session/refresh', { method: 'POST', schema: sessionSchema });
}
