import { readActivity } from '@/lib/admin/activity';
import { isoNow, portalRoute } from '../../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  events: await readActivity(principal, { app: params.id }, services),
  now: isoNow(services),
}));
