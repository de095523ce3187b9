import { type CommandParser, defineScript } from 'redis';
import { WINDOW_SECONDS } from '../ratelimit/policies';
import type { SlidingStore } from '../ratelimit/sliding-store';
import type { RedisConnection } from './redis';

/**
 * A key is a hash of at most 60 fields: a second (UNIX time, Redis' clock) and the calls counted in it. This reads it
 * into `counts` and drops what is older than a minute; what is more than a minute ahead was counted before the clock
 * was set back, and must not refuse anyone for hours.
 */
const READ_MINUTE = `
local time = redis.call('TIME')
local now = tonumber(time[1])
local fields = redis.call('HGETALL', KEYS[1])
local seconds, counts, used = {}, {}, 0
for i = 1, #fields, 2 do
  local second, count = tonumber(fields[i]), tonumber(fields[i + 1])
  if second <= now - ${WINDOW_SECONDS} or second > now + ${WINDOW_SECONDS} then
    redis.call('HDEL', KEYS[1], fields[i])
  else
    seconds[#seconds + 1] = second
    counts[second] = count
    used = used + count
  end
end
table.sort(seconds)
`;

export const RATE_LIMIT_SCRIPTS = {
  takeRatePlace: defineScript({
    NUMBER_OF_KEYS: 1,
    SCRIPT: `${READ_MINUTE}
local limit = tonumber(ARGV[1])
if used < limit then
  redis.call('HINCRBY', KEYS[1], time[1], 1)
  redis.call('EXPIRE', KEYS[1], ${WINDOW_SECONDS + 1})
  return {1, used + 1, 0}
end
local left_over, free_at = used, now
for _, second in ipairs(seconds) do
  left_over = left_over - counts[second]
  free_at = second + ${WINDOW_SECONDS}
  if left_over < limit then break end
end
return {0, used, (free_at - now) * 1000 - math.floor(tonumber(time[2]) / 1000)}
`,
    parseCommand(parser: CommandParser, key: string, limit: number) {
      parser.pushKey(key);
      parser.push(String(limit));
    },
    transformReply: ([allowed, used, wait]: [number, number, number]) => ({
      allowed: allowed === 1,
      used,
      wait,
    }),
  }),
  giveBackRatePlace: defineScript({
    NUMBER_OF_KEYS: 1,
    SCRIPT: `${READ_MINUTE}
if seconds[1] and redis.call('HINCRBY', KEYS[1], seconds[1], -1) <= 0 then
  redis.call('HDEL', KEYS[1], seconds[1])
end
return used
`,
    parseCommand(parser: CommandParser, key: string) {
      parser.pushKey(key);
    },
    transformReply: (used: number) => used,
  }),
};

/** Counts in Redis, by its own clock. Keys end by themselves a minute after the last call that was allowed. */
export function createRedisSlidingStore(redis: RedisConnection<typeof RATE_LIMIT_SCRIPTS>): SlidingStore {
  return {
    take: (key, limit) => redis.run((client) => client.takeRatePlace(key, limit)),
    async giveBack(key) {
      await redis.run((client) => client.giveBackRatePlace(key));
    },
    async clear(key) {
      await redis.run((client) => client.del(key));
    },
  };
}
