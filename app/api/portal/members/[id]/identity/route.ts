import { unlinkMember } from '@/lib/admin/sso-members';
import { isoNow, portalRoute } from '../../../portal-route';

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => {
  await unlinkMember(principal, params.id, services);
  return { now: isoNow(services) };
});
