import { endOwnSession, listOwnSessions } from '@/lib/auth/own-sessions';
import { isoNow, portalRoute } from '../../portal-route';

export const DELETE = portalRoute<{ id: string }>(async ({ principal, session, params, services }) => {
  await endOwnSession(principal, params.id, services);
  return { sessions: await listOwnSessions(session, services), now: isoNow(services) };
});
