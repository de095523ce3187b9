import { readDelivery } from '@/lib/admin/webhook-deliveries';
import { isoNow, portalRoute } from '../../../../portal-route';

export const GET = portalRoute<{ id: string; deliveryId: string }>(
  async ({ principal, params, services }) => ({
    delivery: await readDelivery(principal, params.id, params.deliveryId, services),
    now: isoNow(services),
  }),
);
