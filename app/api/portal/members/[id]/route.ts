import { changeMember } from '@/lib/admin/members';
import { changeMemberSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const PATCH = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => ({
  member: await changeMember(principal, params.id, await readBody(request, changeMemberSchema), services),
  now: isoNow(services),
}));
