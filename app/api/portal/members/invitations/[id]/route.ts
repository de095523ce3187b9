import { withdrawInvitation } from '@/lib/admin/invitations';
import { isoNow, portalRoute } from '../../../portal-route';

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  invitation: await withdrawInvitation(principal, params.id, services),
  now: isoNow(services),
}));
