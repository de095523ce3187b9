import { rotateSecret } from '@/lib/admin/secrets';
import { rotateSecretSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ id: string }>(
  async ({ principal, params, request, services }) => {
    const wanted = await readBody(request, rotateSecretSchema);
    const { client, secretId, clientSecret } = await rotateSecret(principal, params.id, wanted, services);
    return { client, secret_id: secretId, client_secret: clientSecret, now: isoNow(services) };
  },
  { success: 201 },
);
