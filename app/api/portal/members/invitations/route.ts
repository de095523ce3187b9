import { invite } from '@/lib/admin/invitations';
import { inviteSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ principal, request, services }) => ({
    ...(await invite(principal, await readBody(request, inviteSchema), services)),
    now: isoNow(services),
  }),
  { success: 201 },
);
