import { sql } from 'drizzle-orm';
import type { Executor } from './database';
import { NOT_TRAFFIC, ROTATION_ACTION } from './schema';

export interface EvidenceRow {
  id: string;
  hint: string;
  client_id: string;
  client_name: string;
  client_status: 'active' | 'disabled' | 'deleted';
  created_at: string;
  created_by: string;
  expires_at: string | null;
  retired_at: string | null;
  exposed_at: string | null;
  rotated_at: string | null;
  rotated_by: string | null;
  retired_by: string | null;
  last_used_at: string | null;
  /** Null where it is not known any more. */
  uses: string | null;
}

/** A span of time; `until` is no part of it. */
export interface Span {
  from: Date;
  until: Date;
}

const end = (secret: string) => sql.raw(`coalesce(${secret}.retired_at, ${secret}.expires_at, 'infinity')`);

/** Of those that ended before their time. Not the first of a sorted list: the planner would walk the whole tenant's rotations backwards for it. */
const endedBy = (secret: string, tenantId: string) => sql`
  SELECT (array_agg(coalesce(e.detail ->> 'actor_name', e.actor_id) ORDER BY e.at DESC))[1] AS by
  FROM audit_events AS e
  WHERE e.${sql.raw(ROTATION_ACTION)} AND e.detail ->> 'secret_id' = ${sql.raw(secret)}.id
    AND e.tenant_id = ${tenantId} AND ${sql.raw(secret)}.retired_at IS NOT NULL
    AND e.at >= ${sql.raw(secret)}.created_at
    AND e.action IN ('secret.retired', 'secret.retired_by_report', 'rotation.cancelled')`;

/** A page of rows, oldest first. */
interface Page {
  /** The last row of the page before. */
  after?: Pick<EvidenceRow, 'created_at' | 'id'>;
  limit: number;
}

const behind = (secret: string, after: Page['after']) =>
  after
    ? sql`AND (${sql.raw(secret)}.created_at, ${sql.raw(secret)}.id)
        > (${new Date(after.created_at).toISOString()}::timestamptz, ${after.id})`
    : sql``;

/**
 * The secrets of a tenant's clients that were live at some moment of the span. Never their digests.
 */
export async function listEvidence(
  db: Executor,
  tenantId: string,
  { from, until }: Span,
  { after, limit }: Page,
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
    LEFT JOIN LATERAL (${endedBy('s', tenantId)}) AS ended ON true
    WHERE s.tenant_id = ${tenantId} AND s.created_at < ${until.toISOString()}::timestamptz
      AND ${end('s')} >= ${from.toISOString()}::timestamptz ${behind('s', after)}
    ORDER BY s.created_at, s.id LIMIT ${limit}::integer`);
  return [...rows];
}

/** The same of clients that are no more: their secrets went with them, and the audit log alone still knows them. */
export async function listDeletedEvidence(
  db: Executor,
  tenantId: string,
  { from, until }: Span,
  { after, limit }: Page,
): Promise<EvidenceRow[]> {
  const recorded = (name: string) =>
    sql`jsonb_to_recordset(gone.detail -> 'secrets') AS ${sql.raw(name)}(id text, hint text, created_at timestamptz,
      created_by text, ended_at timestamptz, retired_at timestamptz, exposed_at timestamptz, last_used_at timestamptz,
      tokens_issued bigint)`;
  const rows = await db.execute<{ [K in keyof EvidenceRow]: EvidenceRow[K] }>(sql`
    WITH gone AS (
      SELECT at, target_id, detail, coalesce(detail ->> 'actor_name', actor_id) AS by FROM audit_events
      WHERE tenant_id = ${tenantId} AND at >= ${from.toISOString()}::timestamptz AND ${NOT_TRAFFIC}
        AND action = 'client.deleted'),
    s AS (
      SELECT d.id, d.hint, d.created_at, d.created_by, d.ended_at, d.exposed_at, d.last_used_at, d.tokens_issued,
        gone.target_id, gone.detail ->> 'name' AS name, gone.by, gone.at, next.created_at AS rotated_at,
        next.created_by AS rotated_by,
        -- What was still live ended with its client.
        coalesce(d.retired_at, CASE WHEN d.ended_at = gone.at THEN gone.at END) AS retired_at
      FROM gone CROSS JOIN ${recorded('d')}
      -- Not only one that outlived it: in the middle of a rotation, both ended at once.
      LEFT JOIN LATERAL (
        SELECT n.created_at, n.created_by FROM ${recorded('n')}
        WHERE (n.created_at, n.id) > (d.created_at, d.id) AND n.ended_at >= d.ended_at
        ORDER BY n.created_at LIMIT 1) AS next ON true)
    SELECT s.id, s.hint, s.target_id AS client_id, s.name AS client_name, 'deleted' AS client_status, s.created_at,
      s.created_by, s.ended_at AS expires_at, s.retired_at, s.exposed_at, s.last_used_at, s.tokens_issued::text AS uses,
      s.rotated_at, s.rotated_by, CASE WHEN s.retired_at = s.at THEN s.by ELSE ended.by END AS retired_by
    FROM s LEFT JOIN LATERAL (${endedBy('s', tenantId)}) AS ended ON true
    WHERE s.created_at < ${until.toISOString()}::timestamptz
      AND s.ended_at >= ${from.toISOString()}::timestamptz ${behind('s', after)}
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
