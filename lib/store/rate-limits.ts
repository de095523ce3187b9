import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { SlidingCount, SlidingStore } from '../ratelimit/sliding-store';
import type { Executor } from './database';

/**
 * Counts in PostgreSQL: a key is a row, and the database's clock is the only clock. Each call is one statement, and the
 * table is UNLOGGED, so it costs no disk write.
 */
export function createPostgresSlidingStore(connection: Sql): SlidingStore {
  return {
    async take(key, limit) {
      const [count] = await connection<SlidingCount[]>`SELECT * FROM take_rate_place(${key}, ${limit})`;
      if (!count) throw new Error('The rate limit gave no answer.');
      return count;
    },
    async giveBack(key) {
      await connection`SELECT give_back_rate_place(${key})`;
    },
    async clear(key) {
      await connection`DELETE FROM rate_limits WHERE key = ${key}`;
    },
  };
}

/** Rows whose minute is over say nothing any more. */
export async function pruneRateLimits(db: Executor): Promise<void> {
  await db.execute(
    sql`DELETE FROM rate_limits WHERE second < extract(epoch FROM clock_timestamp())::bigint - 120`,
  );
}
