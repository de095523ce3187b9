import { endClientTokens } from '@/lib/admin/clients';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  client: await endClientTokens(principal, params.id, services),
  now: isoNow(services),
}));
