import { and, eq } from 'drizzle-orm';
import type { AuditEvent } from '../oauth/ports';
import { newsOf } from './audit-news';
import type { Executor } from './database';
import { auditEvents } from './schema';
import { tellWebhooks } from './webhook-events';

/**
 * Writes one row, and what webhooks are to tell of it; inside a change's transaction they happen together or not at all.
 */
export async function insertAuditEvent(db: Executor, event: AuditEvent): Promise<void> {
  await db.insert(auditEvents).values(event);
  const news = newsOf(event);
  if (news) await tellWebhooks(db, news);
}

/** The row a token left when it was issued. */
export async function findIssueEvent(db: Executor, tenantId: string, jti: string) {
  const [event] = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.jti, jti),
        eq(auditEvents.tenantId, tenantId),
        eq(auditEvents.action, 'token.issued'),
      ),
    )
    .limit(1);
  return event;
}
