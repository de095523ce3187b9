import { checkDomain } from '@/lib/admin/domains';
import { isoNow, portalRoute } from '../../../../portal-route';

export const POST = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  ...(await checkDomain(principal, params.id, services)),
  now: isoNow(services),
}));
