import { portalFetch } from './portal-api';

const sessionSchema = async () => (await import('@/lib/contract/portal')).sessionSchema;

/** A plain look at the session: it never extends it. */
export function readSession() {
  return portalFetch('/api/portal/session', { schema: sessionSchema });
}

export function refreshSession() {
  return portalFetch('/api/portal/session/refresh', { method: 'POST', schema: sessionSchema });
}
