import { readUsage } from '@/lib/admin/usage';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => {
  const { searchParams } = request.nextUrl;
  return {
    usage: await readUsage(
      principal,
      { range: searchParams.get('range'), client: searchParams.get('client') },
      services,
    ),
    now: isoNow(services),
  };
});
