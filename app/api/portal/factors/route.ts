import { listFactors } from '@/lib/auth/own-factors';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ session, services }) => ({
  factors: await listFactors(session, services),
  now: isoNow(services),
}));
