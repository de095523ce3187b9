import { rotateSigningKey } from '@/lib/admin/signing-keys';
import { rotateSigningKeySchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(async ({ principal, request, services }) => ({
  ...(await rotateSigningKey(principal, await readBody(request, rotateSigningKeySchema), services)),
  now: isoNow(services),
}));
