import { resetMemberFactors } from '@/lib/admin/member-factors';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  member: await resetMemberFactors(principal, params.id, services),
  now: isoNow(services),
}));
