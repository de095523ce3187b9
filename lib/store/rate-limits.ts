import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { inTime, Late } from '../faults';
import type { GrantedPlaces, SlidingStore, WantedPlaces } from '../ratelimit/sliding-store';
import type { Executor } from './database';

/** Longest one attempt at a count may take, in milliseconds; after two each process counts by itself. */
const COUNT_WITHIN_MS = 1_000;

/**
 * Counts in PostgreSQL: a key is a row, and the database's clock is the only clock. Each question is one statement, and
 * the table is UNLOGGED, so it costs no disk write.
 */
export function createPostgresSlidingStore(connection: Sql): SlidingStore {
  const take = (wanted: readonly WantedPlaces[]) =>
    inTime(
      COUNT_WITHIN_MS,
      connection<GrantedPlaces[]>`
        SELECT granted, used, wait FROM take_rate_places(
          ${wanted.map(({ key }) => key)}::text[], ${wanted.map(({ limit }) => limit)}::integer[],
          ${wanted.map(({ calls }) => calls)}::integer[]) ORDER BY place`,
      'The rate limit was not counted in time.',
    );
  return {
    async take(wanted) {
      try {
        return await take(wanted);
      } catch (cause) {
        // One connection that hangs is not the store: the next attempt takes another. Were both carried out, a few calls
        // would be counted twice.
        if (!(cause instanceof Late)) throw cause;
        return take(wanted);
      }
    },
    async giveBack(key) {
      await connection`SELECT give_back_rate_place(${key})`;
    },
    async clear(key) {
      await connection`DELETE FROM rate_limits WHERE key = ${key}`;
    },
  };
}

/** Rows whose minute is over say nothing any more. Those that are being counted up are left alone: no waiting in a ring. */
export async function pruneRateLimits(db: Executor): Promise<void> {
  await db.execute(sql`
    DELETE FROM rate_limits WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM rate_limits WHERE second < extract(epoch FROM clock_timestamp())::bigint - 120
      FOR UPDATE SKIP LOCKED))`);
}
