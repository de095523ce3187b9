import { resendInvitation } from '@/lib/admin/invitations';
import { isoNow, portalRoute } from '../../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  ...(await resendInvitation(principal, params.id, services)),
  now: isoNow(services),
}));
