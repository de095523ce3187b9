import { acceptInvitation } from '@/lib/auth/new-account';
import { acceptInvitationSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { accountRoute } from '../../account-route';

export const POST = accountRoute(
  async ({ request, origin, services }) => {
    const { token, password } = await readBody(request, acceptInvitationSchema);
    return acceptInvitation(token, password, origin, services);
  },
  { success: 201 },
);
