import { endTenantTokens } from '@/lib/admin/tenant';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(async ({ principal, services }) => ({
  tenant: await endTenantTokens(principal, services),
  now: isoNow(services),
}));
