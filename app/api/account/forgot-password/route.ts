import { forgotPassword } from '@/lib/auth/forgotten-password';
import { forgotPasswordSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { accountRoute } from '../account-route';

export const POST = accountRoute(
  async ({ request, origin, services }) => {
    await forgotPassword((await readBody(request, forgotPasswordSchema)).email, origin, services);
    return {};
  },
  { success: 202 },
);
