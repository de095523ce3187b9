import { retireSecret } from '@/lib/admin/secrets';
import { isoNow, portalRoute } from '../../../../portal-route';

export const DELETE = portalRoute<{ id: string; secretId: string }>(
  async ({ principal, params, services }) => ({
    client: await retireSecret(principal, params.id, params.secretId, services),
    now: isoNow(services),
  }),
);
