import { exportEvidence } from '@/lib/admin/evidence';
import { evidencePeriodSchema } from '@/lib/contract/evidence';
import { evidenceAnswer } from '@/lib/http/evidence-export';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../../portal-route';

/** POST, though it only reads: that somebody took a copy is written down. */
export const POST = portalRoute(async ({ principal, request, services }) => {
  const period = await readBody(request, evidencePeriodSchema);
  return evidenceAnswer(period, await exportEvidence(principal, period, services), services.log);
});
