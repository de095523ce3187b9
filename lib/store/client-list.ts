import { type SQL, sql } from 'drizzle-orm';
import type { ClientList, ClientQuery } from '../contract/client-list';
import type { Executor } from './database';

interface ListedClient {
  id: string;
  name: string;
  status: 'active' | 'disabled';
  scopes: string[];
  hasKeys: boolean;
}

export interface ClientPage extends Pick<ClientList, 'page' | 'matching'> {
  clients: ListedClient[];
}

interface Question {
  /** All of them must stand in the client's texts; compared without case, and no character is a wildcard. */
  words: readonly string[];
  /** Rows of a page. */
  size: number;
  now: Date;
  /** A secret made at this time or before needs attention; null for none. */
  soonFrom: Date | null;
}

/** Youngest or most recent first is "ascending", as the ages in those columns read; never comes last. */
const ORDERS: Record<ClientQuery['sort'], Record<ClientQuery['dir'], SQL>> = {
  name: { asc: sql`lower(c.name), c.id`, desc: sql`lower(c.name) DESC, c.id DESC` },
  secret: {
    asc: sql`live.made_at DESC NULLS LAST, lower(c.name), c.id`,
    desc: sql`live.made_at NULLS FIRST, lower(c.name) DESC, c.id DESC`,
  },
  last_used: {
    asc: sql`greatest(used.at, key.at) DESC NULLS LAST, lower(c.name), c.id`,
    desc: sql`greatest(used.at, key.at) NULLS FIRST, lower(c.name) DESC, c.id DESC`,
  },
};

const HAS_KEYS = sql`(c.jwks IS NOT NULL OR c.jwks_uri IS NOT NULL)`;

function filterOf(status: ClientQuery['status'], soonFrom: Date | null): SQL {
  const active = sql`c.status = 'active'`;
  switch (status) {
    case 'all':
      return sql`true`;
    case 'active':
      return active;
    case 'disabled':
      return sql`c.status = 'disabled'`;
    case 'attention':
      return sql`${active} AND CASE WHEN live.secrets = 0 THEN NOT ${HAS_KEYS}
        ELSE live.secrets > 1 OR live.exposed OR live.made_at <= ${soonFrom?.toISOString() ?? null}::timestamptz END`;
    case 'with_secret':
      return sql`${active} AND live.secrets > 0`;
    case 'secret_only':
      return sql`${active} AND live.secrets > 0 AND NOT ${HAS_KEYS}`;
  }
}

/** What a question needs to know of each client beside its row, looked up by index for the tenant's clients only. */
function joinsFor({ sort, status }: Pick<ClientQuery, 'sort' | 'status'>, now: Date): SQL {
  const live = sql`LEFT JOIN LATERAL (
    SELECT count(*) AS secrets, max(s.created_at) AS made_at, coalesce(bool_or(s.exposed_at IS NOT NULL), false) AS exposed
    FROM client_secrets s WHERE s.client_id = c.id AND s.retired_at IS NULL
      AND (s.expires_at IS NULL OR s.expires_at > ${now.toISOString()}::timestamptz)) live ON true`;
  // Kept apart from the client's row, which a change locks: so no index can order by it.
  const used = sql`LEFT JOIN LATERAL (
    SELECT max(u.last_used_at) AS at FROM client_secrets s JOIN secret_uses u ON u.secret_id = s.id
    WHERE s.client_id = c.id) used ON true
  LEFT JOIN LATERAL (SELECT max(last_used_at) AS at FROM key_uses WHERE client_id = c.id) key ON true`;
  const needsSecrets = sort === 'secret' || !['all', 'active', 'disabled'].includes(status);
  return sql.join([needsSecrets ? live : sql``, sort === 'last_used' ? used : sql``], sql` `);
}

/**
 * One page of a tenant's clients. All of them are read, by index, to search and sort: 10,000 take some tens of
 * milliseconds. A page behind the last one is the last one.
 */
export async function listClientPage(
  db: Executor,
  tenantId: string,
  query: Omit<ClientQuery, 'q'>,
  { words, size, now, soonFrom }: Question,
): Promise<ClientPage> {
  const found = words.map(
    (word) =>
      sql`strpos(lower(concat_ws(E'\n', c.name, c.id, c.description, array_to_string(c.scopes, E'\n'))), lower(${word})) > 0`,
  );
  const which = sql`FROM clients c ${joinsFor(query, now)}
    WHERE ${sql.join([sql`c.tenant_id = ${tenantId}`, filterOf(query.status, soonFrom), ...found], sql` AND `)}`;

  const read = async (page: number) => {
    const rows = await db.execute<ListedClient & { matching: number } & Record<string, unknown>>(sql`
      SELECT c.id, c.name, c.status, c.scopes, ${HAS_KEYS} AS "hasKeys", count(*) OVER ()::integer AS matching
      ${which} ORDER BY ${ORDERS[query.sort][query.dir]} LIMIT ${size}::integer OFFSET ${(page - 1) * size}::integer`);
    return {
      page,
      matching: rows[0]?.matching ?? 0,
      clients: rows.map(({ matching: _, ...client }) => client),
    };
  };

  const answer = await read(query.page);
  if (answer.clients.length > 0 || query.page === 1) return answer;
  const [row] = await db.execute<{ matching: number }>(sql`SELECT count(*)::integer AS matching ${which}`);
  return read(Math.max(1, Math.ceil((row?.matching ?? 0) / size)));
}

/** How many clients a tenant has. */
export async function countClients(db: Executor, tenantId: string): Promise<ClientList['counts']> {
  const [row] = await db.execute<ClientList['counts'] & Record<string, unknown>>(sql`
    SELECT count(*)::integer AS all, (count(*) FILTER (WHERE status = 'active'))::integer AS active,
      (count(*) FILTER (WHERE status = 'disabled'))::integer AS disabled
    FROM clients WHERE tenant_id = ${tenantId}`);
  return row ?? { all: 0, active: 0, disabled: 0 };
}

/** The tenant's youngest active client that gets its tokens at `/v1/auth/token`; found from the end of an index. */
export async function newestActiveClientId(db: Executor, tenantId: string): Promise<string | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    SELECT id FROM clients WHERE tenant_id = ${tenantId} AND status = 'active' AND profile = 'gooclaim'
    ORDER BY created_at DESC LIMIT 1`);
  return row?.id ?? null;
}
