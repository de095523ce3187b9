import type { Tone } from '@/components/ui/tone';
import type { AuditAction } from '@/lib/contract/audit-actions';
import type { ActivityEvent } from '@/lib/contract/portal';

/** What somebody may have to look into though nothing failed. */
const NOTABLE: ReadonlySet<string> = new Set<AuditAction>([
  'secret.retired_by_report',
  'signing_key.revoked',
  'tenant.suspended',
  'tenant.restored',
  'tenant.tokens_ended',
  'member.factors_reset',
]);

export function auditTone({ action, outcome }: Pick<ActivityEvent, 'action' | 'outcome'>): Tone {
  if (outcome === 'failure') return 'failing';
  return NOTABLE.has(action) ? 'soon' : 'neutral';
}
