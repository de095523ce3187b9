import { readEvidence } from '@/lib/admin/evidence';
import { evidencePeriodSchema } from '@/lib/contract/evidence';
import { readQuery } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => ({
  ...(await readEvidence(principal, readQuery(request, evidencePeriodSchema), services)),
  now: isoNow(services),
}));
