import { removeDomain } from '@/lib/admin/domains';
import { isoNow, portalRoute } from '../../../portal-route';

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  domain: await removeDomain(principal, params.id, services),
  now: isoNow(services),
}));
