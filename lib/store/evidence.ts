import { sql } from 'drizzle-orm';
import type { Executor } from './database';
import { ROTATION_ACTION } from './schema';

export interface EvidenceRow {
  id: string;
  hint: string;
  client_id: string;
  client_name: string;
  client_status: 'active' | 'disabled';
  created_at: string;
  created_by: string;
  expires_at: string | null;
  retired_at: string | null;
  exposed_at: string | null;
  rotated_at: string | null;
  rotated_by: string | null;
  retired_by: string | null;
  last_used_at: string | null;
  uses: string;
}

/** A span of time; `until` is no part of it. */
export interface Span {
  from: Date;
  until: Date;
}

const end = (secret: string) => sql.raw(`coalesce(${secret}.retired_at, ${secret}.expires_at, 'infinity')`);

/**
 * The secrets of a tenant that were live at some moment of the span, oldest first. Never their digests.
 *
 * @param after the last row of the page before
 */
export async function listEvidence(
  db: Executor,
  tenantId: string,
  { from, until }: Span,
  { after, limit }: { after?: { created_at: string; id: string }; limit: number },
): Promise<EvidenceRow[]> {
  const rows = await db.execute<{ [K in keyof EvidenceRow]: EvidenceRow[K] }>(sql`
    SELECT s.id, s.hint, s.client_id, c.name AS client_name, c.status AS client_status, s.created_at, s.created_by,
      s.expires_at, s.retired_at, s.exposed_at, u.last_used_at, coalesce(u.count, 0)::text AS uses,
      next.created_at AS rotated_at, next.created_by AS rotated_by, ended.by AS retired_by
    FROM client_secrets AS s JOIN clients AS c ON c.id = s.client_id
    LEFT JOIN secret_uses AS u ON u.secret_id = s.id
    -- The one that took its place: the first newer one that outlived it. Of a cancelled rotation, none did.
    LEFT JOIN LATERAL (
      SELECT n.created_at, n.created_by FROM client_secrets AS n
      WHERE n.client_id = s.client_id AND (n.created_at, n.id) > (s.created_at, s.id) AND ${end('n')} > ${end('s')}
      ORDER BY n.created_at LIMIT 1) AS next ON true
    LEFT JOIN LATERAL (
      -- Not the first of a sorted list: the planner would walk the whole tenant's rotations backwards for it.
      SELECT (array_agg(coalesce(e.detail ->> 'actor_name', e.actor_id) ORDER BY e.at DESC))[1] AS by
      FROM audit_events AS e
      WHERE e.${sql.raw(ROTATION_ACTION)} AND e.detail ->> 'secret_id' = s.id AND e.tenant_id = s.tenant_id
        AND s.retired_at IS NOT NULL AND e.at >= s.created_at
        AND e.action IN ('secret.retired', 'secret.retired_by_report', 'rotation.cancelled')) AS ended ON true
    WHERE s.tenant_id = ${tenantId} AND s.created_at < ${until.toISOString()}::timestamptz
      AND ${end('s')} >= ${from.toISOString()}::timestamptz
      ${after ? sql`AND (s.created_at, s.id) > (${new Date(after.created_at).toISOString()}::timestamptz, ${after.id})` : sql``}
    ORDER BY s.created_at, s.id LIMIT ${limit}::integer`);
  return [...rows];
}

/** What was done to secrets in the span, oldest first. */
export async function listRotations(db: Executor, tenantId: string, { from, until }: Span, limit: number) {
  return db.execute<{
    at: string;
    action: string;
    by: string;
    client_id: string;
    client_name: string | null;
    detail: Record<string, unknown>;
    request_id: string;
  }>(sql`
    SELECT e.at, e.action, coalesce(e.detail ->> 'actor_name', e.actor_id) AS by, e.target_id AS client_id,
      c.name AS client_name, e.detail, e.request_id
    FROM audit_events AS e LEFT JOIN clients AS c ON c.id = e.target_id AND c.tenant_id = e.tenant_id
    WHERE e.tenant_id = ${tenantId} AND e.${sql.raw(ROTATION_ACTION)}
      AND e.at >= ${from.toISOString()}::timestamptz AND e.at < ${until.toISOString()}::timestamptz
    ORDER BY e.at, e.id LIMIT ${limit}::integer`);
}
