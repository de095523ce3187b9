import { setClientStatus } from '@/lib/admin/clients';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  client: await setClientStatus(principal, params.id, 'disabled', services),
  now: isoNow(services),
}));
