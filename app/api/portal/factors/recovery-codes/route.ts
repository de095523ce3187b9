import { listFactors, renewRecoveryCodes } from '@/lib/auth/own-factors';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ services, ...who }) => ({
    recovery_codes: await renewRecoveryCodes(who, services),
    factors: await listFactors(who.session, services),
    now: isoNow(services),
  }),
  { success: 201 },
);
