import { listOwnSessions } from '@/lib/auth/own-sessions';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ session, services }) => ({
  sessions: await listOwnSessions(session, services),
  now: isoNow(services),
}));
