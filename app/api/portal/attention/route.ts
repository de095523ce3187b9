import { readAttention } from '@/lib/admin/attention';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => ({
  ...(await readAttention(principal, request.nextUrl.searchParams.get('client'), services)),
  now: isoNow(services),
}));
