import { resetPassword } from '@/lib/auth/forgotten-password';
import { resetPasswordSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { accountRoute } from '../account-route';

export const POST = accountRoute(async ({ request, origin, services }) => {
  const { token, password } = await readBody(request, resetPasswordSchema);
  await resetPassword(token, password, origin, services);
  return {};
});
