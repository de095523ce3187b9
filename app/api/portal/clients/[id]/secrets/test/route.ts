import { testSecret } from '@/lib/admin/secret-test';
import { testSecretSchema } from '@/lib/contract/secret-diagnosis';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => {
  const { secret } = await readBody(request, testSecretSchema);
  return { ...(await testSecret(principal, params.id, secret, services)), now: isoNow(services) };
});
