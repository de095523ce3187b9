import { createWebhook, readWebhooks } from '@/lib/admin/webhooks';
import { createWebhookSchema } from '@/lib/contract/webhooks';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  webhooks: await readWebhooks(principal, services),
  now: isoNow(services),
}));

export const POST = portalRoute(
  async ({ principal, request, services }) => ({
    ...(await createWebhook(principal, await readBody(request, createWebhookSchema), services)),
    now: isoNow(services),
  }),
  { success: 201 },
);
