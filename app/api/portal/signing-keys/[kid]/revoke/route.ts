import { revokeSigningKey } from '@/lib/admin/signing-keys';
import { revokeSigningKeySchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../portal-route';

export const POST = portalRoute<{ kid: string }>(async ({ principal, params, request, services }) => {
  const wanted = await readBody(request, revokeSigningKeySchema);
  return { ...(await revokeSigningKey(principal, params.kid, wanted, services)), now: isoNow(services) };
});
