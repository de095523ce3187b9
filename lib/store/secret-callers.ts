import { sql } from 'drizzle-orm';
import type { Executor } from './database';

/** Addresses looked at for one secret: behind a cloud's exit there may be thousands. */
const ADDRESSES_LOOKED_AT = 200;

export interface CallerRow {
  address: string;
  lastUsedAt: Date;
  userAgent: string;
  lastHour: number;
}

/**
 * From where a secret was used since `since`, the last to come first. Goes from one address to the next in
 * `audit_events_callers_idx`, so a machine that calls once a day is found beside one that calls a thousand times a minute.
 *
 * @param secret its `createdAt` leaves out the months before there was any use
 * @param hourCounted uses of the last hour that are counted for one address
 */
export async function listSecretCallers(
  db: Executor,
  secret: { id: string; createdAt: Date },
  { since, hourAgo, hourCounted }: { since: Date; hourAgo: Date; hourCounted: number },
): Promise<{ callers: CallerRow[]; complete: boolean }> {
  const made = secret.createdAt.toISOString();
  const uses = sql`audit_events WHERE action = 'token.issued' AND detail ->> 'secret_id' = ${secret.id}`;
  const rows = await db.execute<{
    address: string;
    at: string | null;
    user_agent: string | null;
    last_hour: number;
    looked_at: number;
  }>(sql`
    WITH RECURSIVE addresses AS (
      SELECT * FROM (
        SELECT address, 1 AS n FROM ${uses} AND at >= ${made}::timestamptz ORDER BY address LIMIT 1) AS first
      UNION ALL
      SELECT next.address, addresses.n + 1 FROM addresses, LATERAL (
        SELECT address FROM ${uses} AND at >= ${made}::timestamptz AND address > addresses.address
        ORDER BY address LIMIT 1) AS next
      WHERE addresses.n < ${ADDRESSES_LOOKED_AT}::integer
    )
    SELECT addresses.address, last.at, last.user_agent,
      (SELECT count(*)::integer FROM (
        SELECT FROM ${uses} AND address = addresses.address AND at > ${hourAgo.toISOString()}::timestamptz
        LIMIT ${hourCounted}::integer) AS hour) AS last_hour,
      (SELECT count(*)::integer FROM addresses) AS looked_at
    FROM addresses LEFT JOIN LATERAL (
      SELECT at, user_agent FROM ${uses} AND address = addresses.address
        AND at > ${since.toISOString()}::timestamptz
      ORDER BY at DESC LIMIT 1) AS last ON true
    ORDER BY last.at DESC NULLS LAST`);
  const callers = rows.flatMap(({ address, at, user_agent, last_hour }) =>
    at === null
      ? []
      : [{ address, lastUsedAt: new Date(at), userAgent: user_agent ?? '', lastHour: last_hour }],
  );
  return { callers, complete: (rows[0]?.looked_at ?? 0) < ADDRESSES_LOOKED_AT };
}
