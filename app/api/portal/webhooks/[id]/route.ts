import { readWebhook, readWebhooks, removeWebhook, updateWebhook } from '@/lib/admin/webhooks';
import { updateWebhookSchema } from '@/lib/contract/webhooks';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  webhook: await readWebhook(principal, params.id, services),
  now: isoNow(services),
}));

export const PATCH = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => ({
  webhook: await updateWebhook(principal, params.id, await readBody(request, updateWebhookSchema), services),
  now: isoNow(services),
}));

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => {
  await removeWebhook(principal, params.id, services);
  return { webhooks: await readWebhooks(principal, services), now: isoNow(services) };
});
