import { extendOverlap } from '@/lib/admin/rotation';
import { extendOverlapSchema } from '@/lib/contract/rotation';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../../../portal-route';

export const POST = portalRoute<{ id: string; secretId: string }>(
  async ({ principal, params, request, services }) => {
    const wanted = await readBody(request, extendOverlapSchema);
    return {
      client: await extendOverlap(principal, params.id, params.secretId, wanted, services),
      now: isoNow(services),
    };
  },
);
