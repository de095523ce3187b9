import { explainToken } from '@/lib/admin/token-verdict';
import { debugTokenSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const POST = portalRoute(async ({ principal, request, services }) => {
  const { token } = await readBody(request, debugTokenSchema);
  return { ...(await explainToken(principal, token, services)), now: isoNow(services) };
});
