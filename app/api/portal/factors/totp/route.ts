import { offerTotp } from '@/lib/auth/enrolment';
import { listFactors, removeTotp } from '@/lib/auth/own-factors';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(async ({ services, ...who }) => offerTotp(who, services), {
  success: 201,
  owing: ['enrolment'],
});

export const DELETE = portalRoute(async ({ services, ...who }) => {
  await removeTotp(who, services);
  return { factors: await listFactors(who.session, services), now: isoNow(services) };
});
