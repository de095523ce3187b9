import { findSso } from '@/lib/auth/sso-lookup';
import { findSsoSchema } from '@/lib/contract/sso';
import { readBody } from '@/lib/http/portal';
import { accountRoute } from '../account-route';

export const POST = accountRoute(async ({ request, origin, services }) => ({
  connection_id: await findSso((await readBody(request, findSsoSchema)).email, origin, services),
}));
