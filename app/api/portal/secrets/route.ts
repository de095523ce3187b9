import { readBoard } from '@/lib/admin/secret-board';
import { boardQuerySchema } from '@/lib/contract/secrets-board';
import { readQuery } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => ({
  ...(await readBoard(principal, readQuery(request, boardQuerySchema), services)),
  now: isoNow(services),
}));
