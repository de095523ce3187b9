import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Sql } from 'postgres';

/** Rows a statement. */
const PORTION = 50_000;

/** Bytes an audit row takes with its indexes, generously. */
const AUDIT_ROW = 1_000;

/** @throws Error rather than to fill the disk */
export function expectRoom(auditRows: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const needed = auditRows * AUDIT_ROW + 2e9;
  if (bavail * bsize < needed)
    throw new Error(`${tmpdir()} has ${(bavail * bsize) / 1e9} GB left and ${needed / 1e9} GB are needed.`);
}

async function inPortions(
  from: number,
  to: number,
  insert: (first: number, last: number) => Promise<unknown>,
) {
  for (let first = from; first < to; first += PORTION) await insert(first + 1, Math.min(first + PORTION, to));
}

/** Tokens revoked that would have lived for another hour. */
export async function addRevocations(db: Sql, from: number, to: number): Promise<void> {
  await inPortions(
    from,
    to,
    (first, last) => db`
      INSERT INTO revoked_tokens (jti, expires_at)
      SELECT 'tok_' || substr(md5(n::text), 1, 22), now() + interval '1 hour'
      FROM generate_series(${first}::integer, ${last}::integer) AS n`,
  );
  await db`ANALYZE revoked_tokens`;
}

/** What a busy tenant leaves behind in three months: tokens mostly, some refusals, few changes. */
export async function addAuditRows(db: Sql, tenantId: string, from: number, to: number): Promise<void> {
  await db`
    SELECT add_audit_partition(now() - make_interval(days => back)) FROM unnest(ARRAY[31, 61, 92]) AS back`;
  await inPortions(
    from,
    to,
    (first, last) => db`
      INSERT INTO audit_events (at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id,
        address, user_agent, detail)
      SELECT now() - make_interval(secs => (${to}::integer - n) * 7776000.0 / ${to}::integer), ${tenantId}, 'client', client,
        CASE WHEN n % 50 = 0 THEN 'token.refused' ELSE 'token.issued' END,
        CASE WHEN n % 50 = 0 THEN 'failure' ELSE 'success' END,
        client, CASE WHEN n % 50 > 0 THEN 'tok_a' || n END, 'req_a' || n, '10.' || n % 200 || '.0.1', 'curl/8',
        '{"scope": "workflow:read", "method": "client_secret_post"}'
      FROM generate_series(${first}::integer, ${last}::integer) AS n,
        LATERAL (SELECT 'client_' || lpad((n % 10000)::text, 22, '0') AS client) AS one`,
  );
  await db`ANALYZE audit_events`;
}
