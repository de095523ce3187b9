import { readDeliveries } from '@/lib/admin/webhook-deliveries';
import { deliveryQuerySchema } from '@/lib/contract/webhooks';
import { readQuery } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => ({
  ...(await readDeliveries(principal, params.id, readQuery(request, deliveryQuerySchema), services)),
  now: isoNow(services),
}));
