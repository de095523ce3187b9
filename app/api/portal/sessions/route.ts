import { endOtherSessions, listOwnSessions } from '@/lib/auth/own-sessions';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ session, services }) => ({
  sessions: await listOwnSessions(session, services),
  now: isoNow(services),
}));

/** All but the one it is asked from. */
export const DELETE = portalRoute(async ({ principal, session, services }) => {
  await endOtherSessions(principal, session, services);
  return { sessions: await listOwnSessions(session, services), now: isoNow(services) };
});
