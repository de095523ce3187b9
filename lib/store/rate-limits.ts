import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { RateDecision, RateLimiter } from '../oauth/ports';
import type { Limits, PolicyName } from '../ratelimit/policies';
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
  async function call(policy: PolicyName, key: string, limit: number): Promise<Taken> {
    const [row] = await connection<Taken[]>`SELECT * FROM take_rate_limit(${`${policy}:${key}`}, ${limit})`;
    if (!row) throw new Error('The rate limit gave no answer.');
    return row;
  }

  return {
    async take(policy, key): Promise<RateDecision> {
      const limit = limits[policy];
      const { allowed, used, retry_after, reset_after } = await call(policy, key, limit);
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
    // A limit of nothing admits nothing, so nothing is counted.
    used: async (policy, key) => (await call(policy, key, 0)).used,
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
