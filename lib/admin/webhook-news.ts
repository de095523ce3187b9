import type { Database } from '../store/database';
import { type DueNotice, takeWebhookNotices } from '../store/secret-notices';
import { tellWebhooks } from '../store/webhook-events';

/**
 * Tells webhooks which secrets are due, or end while they are used: each step once over all instances, as the letters
 * have it, and in the transaction that says it was told.
 */
export function tellDueSecrets(db: Database, now: Date): Promise<void> {
  return db.transaction(async (tx) => {
    for (const notice of await takeWebhookNotices(tx, now)) {
      const { tenant_id, client_id, secret_id, hint, due_at } = notice;
      await tellWebhooks(tx, {
        tenantId: tenant_id,
        type: 'secret.due',
        at: now,
        data: { secret_id, hint, stage: stageOf(notice, now), at: new Date(due_at).toISOString() },
        clientId: client_id,
      });
    }
  });
}

const stageOf = ({ step, due_at }: DueNotice, now: Date): 'ending' | 'overdue' | 'due' => {
  if (step.endsWith('ending')) return 'ending';
  return new Date(due_at).getTime() <= now.getTime() ? 'overdue' : 'due';
};
