import { readTenant, updateTenant } from '@/lib/admin/tenant';
import { updateTenantSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  tenant: await readTenant(principal, services),
  now: isoNow(services),
}));

export const PATCH = portalRoute(async ({ principal, request, services }) => ({
  tenant: await updateTenant(principal, await readBody(request, updateTenantSchema), services),
  now: isoNow(services),
}));
