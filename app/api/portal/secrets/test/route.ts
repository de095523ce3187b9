import { testSecret } from '@/lib/admin/secret-test';
import { testSecretSchema } from '@/lib/contract/secret-diagnosis';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

/** Whose a secret is, for one that was found somewhere. */
export const POST = portalRoute(async ({ principal, request, services }) => {
  const { secret } = await readBody(request, testSecretSchema);
  return { ...(await testSecret(principal, undefined, secret, services)), now: isoNow(services) };
});
