import type { Sql } from 'postgres';
import type { AuditEvent, UsedCredential } from '../oauth/ports';

export interface LedgerRow {
  event: AuditEvent;
  /** Whose last use it is. */
  used: UsedCredential | undefined;
  /** It may have been written already, by a commit that was not confirmed: then it is left out. */
  again?: boolean;
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Audit rows and the last uses they speak of, in one transaction. */
export async function writeLedgerRows(sql: Sql, rows: readonly LedgerRow[]): Promise<void> {
  try {
    await write(sql, rows);
  } catch (cause) {
    // A client was deleted between our look at it and our row: the next look does not find it.
    if ((cause as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw cause;
    await write(sql, rows);
  }
}

async function write(sql: Sql, batch: readonly LedgerRow[]): Promise<void> {
  // Member by member: there is one for every token, and copied members cost more than all the rest.
  const rows = batch.map(({ event, used, again }) => ({
    at: event.at,
    tenantId: event.tenantId,
    actorType: event.actorType,
    actorId: event.actorId,
    action: event.action,
    outcome: event.outcome,
    targetId: event.targetId,
    jti: event.jti,
    requestId: event.requestId,
    address: event.address,
    userAgent: event.userAgent,
    detail: event.detail,
    used_secret_id: used?.kind === 'secret' ? used.id : null,
    used_key_id: used?.kind === 'key' ? used.id : null,
    again,
  }));
  // One statement, so one transaction and one round trip. The secrets are put in order before they are locked: two
  // instances whose batches name the same secrets the other way round would otherwise deadlock.
  await sql`
    WITH entries AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS entry (
        at timestamptz, "tenantId" text, "actorType" text, "actorId" text, action text, outcome text, "targetId" text,
        jti text, "requestId" text, address text, "userAgent" text, detail jsonb, used_secret_id text, used_key_id text,
        again boolean)
      WHERE again IS NULL OR NOT EXISTS (
        SELECT FROM audit_events AS kept WHERE kept.request_id = entry."requestId" AND kept.action = entry.action)
    ), written AS (
      INSERT INTO audit_events (at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id,
        address, user_agent, detail)
      SELECT at, "tenantId", "actorType", "actorId", action, outcome, "targetId", jti, "requestId", address,
        "userAgent", detail FROM entries
    ), keys_used AS (
      INSERT INTO key_uses (client_id, key_id, last_used_at, address, user_agent, count)
      SELECT DISTINCT ON ("targetId", used_key_id) "targetId", used_key_id, at, address, "userAgent",
        count(*) OVER (PARTITION BY "targetId", used_key_id)
      FROM entries WHERE used_key_id IS NOT NULL AND EXISTS (SELECT FROM clients WHERE id = "targetId")
      ORDER BY "targetId", used_key_id, at DESC
      ON CONFLICT (client_id, key_id) DO UPDATE SET
        last_used_at = greatest(key_uses.last_used_at, excluded.last_used_at),
        address = CASE WHEN excluded.last_used_at >= key_uses.last_used_at
          THEN excluded.address ELSE key_uses.address END,
        user_agent = CASE WHEN excluded.last_used_at >= key_uses.last_used_at
          THEN excluded.user_agent ELSE key_uses.user_agent END,
        count = key_uses.count + excluded.count
    )
    INSERT INTO secret_uses (secret_id, last_used_at, address, user_agent, count)
    SELECT DISTINCT ON (used_secret_id) used_secret_id, at, address, "userAgent",
      count(*) OVER (PARTITION BY used_secret_id)
    FROM entries WHERE EXISTS (SELECT FROM client_secrets WHERE id = used_secret_id)
    ORDER BY used_secret_id, at DESC
    ON CONFLICT (secret_id) DO UPDATE SET
      last_used_at = greatest(secret_uses.last_used_at, excluded.last_used_at),
      address = CASE WHEN excluded.last_used_at >= secret_uses.last_used_at
        THEN excluded.address ELSE secret_uses.address END,
      user_agent = CASE WHEN excluded.last_used_at >= secret_uses.last_used_at
        THEN excluded.user_agent ELSE secret_uses.user_agent END,
      count = secret_uses.count + excluded.count`;
}
