import { readRequest } from '@/lib/admin/audit-log';
import { isoNow, portalRoute } from '../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  events: await readRequest(principal, params.id, services),
  now: isoNow(services),
}));
