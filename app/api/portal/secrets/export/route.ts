import { exportEvidence } from '@/lib/admin/evidence';
import { evidencePeriodSchema } from '@/lib/contract/evidence';
import { csvAnswer } from '@/lib/http/csv-answer';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../../portal-route';

const COLUMNS = [
  'client_id',
  'client_name',
  'client_status',
  'secret_id',
  'hint',
  'state',
  'created_at',
  'created_by',
  'rotated_at',
  'rotated_by',
  'ended_at',
  'retired_by',
  'last_used_at',
  'tokens_issued',
  'exposed_at',
  'age_days',
  'policy_max_age_days',
  'policy_met',
] as const;

/** POST, though it only reads: that somebody took a copy is written down. */
export const POST = portalRoute(async ({ principal, request, services }) => {
  const period = await readBody(request, evidencePeriodSchema);
  const rows = await exportEvidence(principal, period, services);
  return csvAnswer(`secrets_${period.from}_${period.to}.csv`, COLUMNS, rows);
});
