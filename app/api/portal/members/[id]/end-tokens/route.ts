import { endMemberTokens } from '@/lib/admin/members';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  member: await endMemberTokens(principal, params.id, services),
  now: isoNow(services),
}));
