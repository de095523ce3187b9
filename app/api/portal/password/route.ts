import { changePassword } from '@/lib/auth/change-password';
import { sessionView } from '@/lib/auth/sessions';
import { changePasswordSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../portal-route';

export const POST = portalRoute(
  async ({ principal, session, request, services }) => {
    await changePassword(principal, session, await readBody(request, changePasswordSchema), services);
    return sessionView(session, services.clock());
  },
  { owing: ['password'] },
);
