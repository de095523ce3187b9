import { sessionView } from '@/lib/auth/sessions';
import { portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ session, services }) => sessionView(session, services.clock()), {
  owing: ['password'],
});
