import { sendTestEvent } from '@/lib/admin/webhook-deliveries';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(
  async ({ principal, params, services }) => ({
    delivery: await sendTestEvent(principal, params.id, services),
    now: isoNow(services),
  }),
  { success: 201 },
);
