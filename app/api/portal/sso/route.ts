import { readSso, removeSso, saveSso } from '@/lib/admin/sso';
import { saveSsoSchema } from '@/lib/contract/sso';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  sso: await readSso(principal, services),
  now: isoNow(services),
}));

export const POST = portalRoute(async ({ principal, request, services }) => ({
  sso: await saveSso(principal, await readBody(request, saveSsoSchema), services),
  now: isoNow(services),
}));

export const DELETE = portalRoute(async ({ principal, services }) => ({
  sso: await removeSso(principal, services),
  now: isoNow(services),
}));
