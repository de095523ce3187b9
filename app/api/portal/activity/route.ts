import { readActivity } from '@/lib/admin/activity';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  events: await readActivity(principal, undefined, services),
  now: isoNow(services),
}));
