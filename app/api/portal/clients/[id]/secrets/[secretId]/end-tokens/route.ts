import { endSecretTokens } from '@/lib/admin/secrets';
import { isoNow, portalRoute } from '../../../../../portal-route';

export const POST = portalRoute<{ id: string; secretId: string }>(
  async ({ principal, params, services }) => ({
    client: await endSecretTokens(principal, params.id, params.secretId, services),
    now: isoNow(services),
  }),
);
