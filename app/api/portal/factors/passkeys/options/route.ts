import { offerPasskey } from '@/lib/auth/enrolment';
import { portalRoute } from '../../../portal-route';

export const POST = portalRoute(
  async ({ services, ...who }) => ({ options: await offerPasskey(who, services) }),
  { owing: ['enrolment'] },
);
