import type { Sql } from 'postgres';
import type { AuditEvent, TokenLedger } from '../oauth/ports';

interface Entry {
  event: AuditEvent;
  used: { kind: 'secret' | 'key'; id: string } | undefined;
  resolve(): void;
  reject(cause: unknown): void;
}

/** Rows in one statement; also the bound on what one commit carries. */
const LARGEST_BATCH = 500;
/** Commits under way at once: with a single one, a connection that hangs would hold up every token. */
const WRITERS = 3;
/** Longest a commit may take, in milliseconds; its rows are then given up, and the next ones take another connection. */
const COMMIT_WITHIN_MS = 4_000;
/** Rows that may wait. More are refused at once: each is a caller who would wait in vain. */
const LONGEST_QUEUE = 5_000;

const FOREIGN_KEY_VIOLATION = '23503';

const outage = (words: string) => Object.assign(new Error(words), { code: 'ETIMEDOUT' });

/**
 * Audit rows of tokens and the last use of secrets and keys, committed in groups: rows that arrive while the writers are busy
 * wait for the next one and share its commit. Each caller is told only after its row is on disk, so nothing that was
 * answered can be missing after a crash, and a busy server still pays one commit for many tokens.
 */
export function createTokenLedger(sql: Sql): TokenLedger {
  let waiting: Entry[] = [];
  let writers = 0;

  async function write(batch: readonly Entry[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    // A client was deleted between our look at it and our row: the next look does not find it.
    const again = (cause: unknown) => {
      if ((cause as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw cause;
      return writeBatch(sql, batch);
    };
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(outage('The audit row was not written in time.')), COMMIT_WITHIN_MS);
    });
    try {
      await Promise.race([writeBatch(sql, batch).catch(again), late]);
      for (const entry of batch) entry.resolve();
    } catch (cause) {
      for (const entry of batch) entry.reject(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  function drain(): void {
    while (waiting.length > 0 && writers < WRITERS) {
      const batch = waiting.slice(0, LARGEST_BATCH);
      waiting = waiting.slice(LARGEST_BATCH);
      writers++;
      void write(batch).finally(() => {
        writers--;
        drain();
      });
    }
  }

  return {
    record: (event, used) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= LONGEST_QUEUE) {
          reject(outage('Too many audit rows wait to be written.'));
          return;
        }
        waiting.push({ event, used, resolve, reject });
        drain();
      }),
  };
}

async function writeBatch(sql: Sql, batch: readonly Entry[]): Promise<void> {
  const rows = batch.map(({ event, used }) => ({
    ...event,
    used_secret_id: used?.kind === 'secret' ? used.id : null,
    used_key_id: used?.kind === 'key' ? used.id : null,
  }));
  // One statement, so one transaction and one round trip. The secrets are put in order before they are locked: two
  // instances whose batches name the same secrets the other way round would otherwise deadlock.
  await sql`
    WITH entries AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS entry (
        at timestamptz, "tenantId" text, "actorType" text, "actorId" text, action text, outcome text, "targetId" text,
        jti text, "requestId" text, address text, "userAgent" text, detail jsonb, used_secret_id text, used_key_id text)
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
