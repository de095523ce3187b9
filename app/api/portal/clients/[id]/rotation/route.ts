import { readRotation } from '@/lib/admin/rotation';
import { isoNow, portalRoute } from '../../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  rotation: await readRotation(principal, params.id, services),
  now: isoNow(services),
}));
