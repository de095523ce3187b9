import { redeliver } from '@/lib/admin/webhook-deliveries';
import { isoNow, portalRoute } from '../../../../../portal-route';

export const POST = portalRoute<{ id: string; deliveryId: string }>(
  async ({ principal, params, services }) => ({
    delivery: await redeliver(principal, params.id, params.deliveryId, services),
    now: isoNow(services),
  }),
  { success: 201 },
);
