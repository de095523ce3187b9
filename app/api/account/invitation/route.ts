import { readInvitation } from '@/lib/auth/new-account';
import { openInvitationSchema } from '@/lib/contract/members';
import { readBody } from '@/lib/http/portal';
import { accountRoute } from '../account-route';

export const POST = accountRoute(async ({ request, services }) =>
  readInvitation((await readBody(request, openInvitationSchema)).token, services),
);
