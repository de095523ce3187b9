import { rotateWebhookSecret } from '@/lib/admin/webhooks';
import { rotateWebhookSecretSchema } from '@/lib/contract/webhooks';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(
  async ({ principal, params, request, services }) => ({
    ...(await rotateWebhookSecret(
      principal,
      params.id,
      await readBody(request, rotateWebhookSecretSchema),
      services,
    )),
    now: isoNow(services),
  }),
  { success: 201 },
);
