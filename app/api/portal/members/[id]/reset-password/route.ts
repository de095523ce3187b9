import { resetMemberPassword } from '@/lib/admin/members';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  delivery: await resetMemberPassword(principal, params.id, services),
  now: isoNow(services),
}));
