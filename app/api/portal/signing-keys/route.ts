import { showSigningKeys } from '@/lib/admin/signing-keys';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  ...(await showSigningKeys(principal, services)),
  now: isoNow(services),
}));
