import { passkeySignInOptions } from '@/lib/auth/passkey-sign-in';
import { accountRoute } from '../account-route';

export const POST = accountRoute(async ({ services }) => ({
  options: await passkeySignInOptions(services),
}));
