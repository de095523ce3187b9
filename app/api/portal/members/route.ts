import { readInvitations } from '@/lib/admin/invitations';
import { readMembers } from '@/lib/admin/members';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  members: await readMembers(principal, services),
  invitations: await readInvitations(principal, services),
  now: isoNow(services),
}));
