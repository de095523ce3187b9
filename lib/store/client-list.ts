import { type SQL, sql } from 'drizzle-orm';
import type { ClientList, ClientQuery } from '../contract/client-list';
import type { Executor } from './database';

export interface ListedClient {
  id: string;
  name: string;
  status: 'active' | 'disabled';
  scopes: string[];
  hasKeys: boolean;
  lastUsedAt: Date | null;
}

interface Row {
  id: string | null;
  name: string;
  status: ListedClient['status'];
  scopes: string[];
  has_keys: boolean;
  last_used_at: string | null;
  page: number;
  matching: number;
  counts: ClientList['counts'];
}

export interface ClientPage extends Pick<ClientList, 'page' | 'matching' | 'counts'> {
  clients: ListedClient[];
}

/** Youngest or most recent first is "ascending", as the ages in those columns read; never comes last. */
const ORDERS: Record<ClientQuery['sort'], Record<ClientQuery['dir'], SQL>> = {
  name: { asc: sql`folded, id`, desc: sql`folded DESC, id DESC` },
  secret: {
    asc: sql`current_made_at DESC NULLS LAST, folded, id`,
    desc: sql`current_made_at NULLS FIRST, folded DESC, id DESC`,
  },
  last_used: {
    asc: sql`last_used_at DESC NULLS LAST, folded, id`,
    desc: sql`last_used_at NULLS FIRST, folded DESC, id DESC`,
  },
};

const FILTERS: Record<ClientQuery['status'], SQL> = {
  all: sql`true`,
  active: sql`status = 'active'`,
  disabled: sql`status = 'disabled'`,
  attention: sql`attention`,
};

/**
 * One page of a tenant's clients with what the list is counted by. The tenant's clients are read once, by index, and
 * sorted here: a last use is kept apart from the client's row, which a change locks, so no index could order by it.
 * Ten thousand clients take some tens of milliseconds.
 *
 * @param words all of them must stand in the client's texts; compared without case, and no character is a wildcard
 * @param soonFrom a secret made at this time or before needs attention
 */
export async function listClientPage(
  db: Executor,
  tenantId: string,
  { status, sort, dir, page }: Omit<ClientQuery, 'q'>,
  { words, size, now, soonFrom }: { words: readonly string[]; size: number; now: Date; soonFrom: Date },
): Promise<ClientPage> {
  const live = sql`(s.retired_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > ${now.toISOString()}::timestamptz))`;
  const found = words.map(
    (
      word,
    ) => sql`strpos(lower(concat_ws(E'\n', c.name, c.id, c.description, array_to_string(c.scopes, E'\n'))),
      lower(${word})) > 0`,
  );
  const rows = await db.execute<Row & Record<string, unknown>>(sql`
    WITH secrets AS (
      SELECT s.client_id, max(s.created_at) FILTER (WHERE ${live}) AS current_made_at,
        count(*) FILTER (WHERE ${live}) AS live, bool_or(${live} AND s.exposed_at IS NOT NULL) AS exposed,
        max(u.last_used_at) AS last_used_at
      FROM clients c JOIN client_secrets s ON s.client_id = c.id LEFT JOIN secret_uses u ON u.secret_id = s.id
      WHERE c.tenant_id = ${tenantId} GROUP BY s.client_id
    ), keys AS (
      SELECT k.client_id, max(k.last_used_at) AS last_used_at
      FROM clients c JOIN key_uses k ON k.client_id = c.id
      WHERE c.tenant_id = ${tenantId} GROUP BY k.client_id
    ), mine AS MATERIALIZED (
      SELECT c.id, c.name, lower(c.name) AS folded, c.status, c.scopes, s.current_made_at,
        coalesce(s.live, 0) AS live, coalesce(s.exposed, false) AS exposed,
        c.jwks IS NOT NULL OR c.jwks_uri IS NOT NULL AS has_keys,
        greatest(s.last_used_at, k.last_used_at) AS last_used_at,
        ${sql.join([sql`true`, ...found], sql` AND `)} AS found
      FROM clients c LEFT JOIN secrets s ON s.client_id = c.id LEFT JOIN keys k ON k.client_id = c.id
      WHERE c.tenant_id = ${tenantId}
    ), judged AS (
      SELECT *, status = 'active' AND CASE WHEN live = 0 THEN NOT has_keys
        ELSE live > 1 OR exposed OR current_made_at <= ${soonFrom.toISOString()}::timestamptz END AS attention
      FROM mine
    ), matching AS (
      SELECT * FROM judged WHERE found AND ${FILTERS[status]}
    ), place AS (
      SELECT count(*)::integer AS matching,
        greatest(1, least(${page}::integer, ceil(count(*) / ${size}::numeric)))::integer AS page
      FROM matching
    ), shown AS (
      SELECT row_number() OVER () AS line, * FROM (
        SELECT * FROM matching ORDER BY ${ORDERS[sort][dir]}
        LIMIT ${size}::integer OFFSET (SELECT (page - 1) * ${size}::integer FROM place)
      ) AS ordered
    )
    SELECT shown.id, shown.name, shown.status, shown.scopes, shown.has_keys, shown.last_used_at, place.page,
      place.matching, (
        SELECT jsonb_build_object('all', count(*), 'active', count(*) FILTER (WHERE status = 'active'),
          'disabled', count(*) FILTER (WHERE status = 'disabled'), 'attention', count(*) FILTER (WHERE attention),
          'with_secret', count(*) FILTER (WHERE status = 'active' AND live > 0),
          'secret_only', count(*) FILTER (WHERE status = 'active' AND live > 0 AND NOT has_keys))
        FROM judged
      ) AS counts
    FROM place LEFT JOIN shown ON true ORDER BY shown.line`);
  const [{ page: at, matching, counts }] = rows as unknown as [Row];
  return {
    page: at,
    matching,
    counts,
    clients: rows.flatMap(({ id, has_keys, last_used_at, name, status: state, scopes }) =>
      // Nothing matches: one row, of the counts alone.
      id === null
        ? []
        : {
            id,
            name,
            status: state,
            scopes,
            hasKeys: has_keys,
            lastUsedAt: last_used_at === null ? null : new Date(last_used_at),
          },
    ),
  };
}
