import { refreshSession, sessionView } from '@/lib/auth/sessions';
import { portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ session, services }) => {
    const now = services.clock();
    return sessionView(await refreshSession(services.db, session, now), now);
  },
  { owing: ['password'] },
);
