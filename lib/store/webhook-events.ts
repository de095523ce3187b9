import { sql } from 'drizzle-orm';
import type { SentEventType } from '../contract/webhook-events';
import type { Executor } from './database';

export interface WebhookNews {
  /** Null: every tenant's, as the signing keys are. */
  tenantId: string | null;
  type: SentEventType;
  at: Date;
  /** Ids, times and causes; see `webhookEvents`. */
  data: Record<string, unknown>;
  /** Whose current name goes with it. */
  clientId?: string;
  /** Told before by this name, it is not told again. */
  onceKey?: string;
  /** Goes to this endpoint alone, whatever that listens to. */
  endpointId?: string;
}

/**
 * Writes an event down, and a delivery for each endpoint that listens to it: in the transaction of what it tells of, so
 * that neither is there without the other. Where nobody listens nothing is written. What becomes of it is `lib/webhooks`.
 *
 * @returns the ids of the deliveries
 */
export async function tellWebhooks(db: Executor, news: WebhookNews): Promise<string[]> {
  const { tenantId, type, clientId, onceKey, endpointId } = news;
  const data = { ...news.data, ...(clientId ? { client_id: clientId } : {}) };
  const at = sql`${news.at.toISOString()}::timestamptz`;
  const listens = endpointId ? sql`id = ${endpointId}` : sql`enabled AND ${type} = ANY (event_types)`;
  const rows = await db.execute<{ id: string }>(sql`
    WITH listening AS (
      SELECT id, tenant_id FROM webhook_endpoints
      WHERE ${listens} AND (${tenantId}::text IS NULL OR tenant_id = ${tenantId}::text)
      -- One that is being deleted is waited for and left out, or the delivery to it would fail the whole transaction.
      FOR KEY SHARE
    ), told AS (
      INSERT INTO webhook_events (tenant_id, type, at, data, once_key)
      SELECT tenant_id, ${type}, ${at}, ${JSON.stringify(data)}::text::jsonb || coalesce((
        SELECT jsonb_build_object('client_name', name) FROM clients
        WHERE clients.id = ${clientId ?? null}::text AND clients.tenant_id = listening.tenant_id), '{}'),
        ${onceKey ?? null}::text
      FROM listening GROUP BY tenant_id
      ON CONFLICT (tenant_id, once_key) DO NOTHING
      RETURNING id, tenant_id
    )
    INSERT INTO webhook_deliveries (event_id, endpoint_id, created_at, next_try_at)
    SELECT told.id, listening.id, ${at}, ${at} FROM told JOIN listening USING (tenant_id)
    RETURNING id`);
  return rows.map(({ id }) => id);
}
