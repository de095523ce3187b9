import { readMembers } from '@/lib/admin/members';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  members: await readMembers(principal, services),
  now: isoNow(services),
}));
