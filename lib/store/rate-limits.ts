import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { RateDecision, RateLimiter } from '../oauth/ports';
import type { Limits } from '../ratelimit/policies';
import type { Executor } from './database';

interface Taken {
  allowed: boolean;
  used: number;
  retry_after: number;
  reset_after: number;
}

/**
 * Exact limits over all instances: the count is a row, the database's clock is the only clock.
 * Each call is one statement, and the table is UNLOGGED, so it costs no disk write.
 */
export function createRateLimiter(connection: Sql, limits: Limits): RateLimiter {
  return {
    async take(policy, key): Promise<RateDecision> {
      const limit = limits[policy];
      const [row] = await connection<Taken[]>`SELECT * FROM take_rate_limit(${`${policy}:${key}`}, ${limit})`;
      if (!row) throw new Error('The rate limit gave no answer.');
      const { allowed, used, retry_after, reset_after } = row;
      return {
        allowed,
        limit,
        remaining: Math.max(0, limit - used),
        retryAfter: allowed ? 0 : retry_after,
        reset: reset_after,
      };
    },
    async clear(policy, key) {
      await connection`DELETE FROM rate_limits WHERE key = ${`${policy}:${key}`}`;
    },
    async giveBack(policy, key) {
      await connection`UPDATE rate_limits SET slots[60] = greatest(slots[60] - 1, 0) WHERE key = ${`${policy}:${key}`}`;
    },
    untouched: (policy) => ({
      allowed: true,
      limit: limits[policy],
      remaining: limits[policy],
      retryAfter: 0,
      reset: 0,
    }),
  };
}

/** Rows whose minute is over say nothing any more. */
export async function pruneRateLimits(db: Executor): Promise<void> {
  await db.execute(
    sql`DELETE FROM rate_limits WHERE second < extract(epoch FROM clock_timestamp())::bigint - 120`,
  );
}
