import { checkSso } from '@/lib/admin/sso-check';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(async ({ principal, services }) => ({
  checks: await checkSso(principal, services),
  now: isoNow(services),
}));
