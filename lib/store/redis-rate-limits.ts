import { type CommandParser, defineScript } from 'redis';
import { WINDOW_SECONDS } from '../ratelimit/policies';
import type { SlidingStore, WantedPlaces } from '../ratelimit/sliding-store';
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
  takeRatePlaces: defineScript({
    NUMBER_OF_KEYS: 1,
    SCRIPT: `${READ_MINUTE}
local limit, calls = tonumber(ARGV[1]), tonumber(ARGV[2])
local granted = math.max(0, math.min(calls, limit - used))
if granted > 0 then
  redis.call('HINCRBY', KEYS[1], time[1], granted)
  redis.call('EXPIRE', KEYS[1], ${WINDOW_SECONDS + 1})
  used = used + granted
  if not counts[now] then
    counts[now] = 0
    seconds[#seconds + 1] = now
    table.sort(seconds)
  end
  counts[now] = counts[now] + granted
end
if granted == calls then return {granted, used, 0} end
local left_over, free_at = used, now
for _, second in ipairs(seconds) do
  left_over = left_over - counts[second]
  free_at = second + ${WINDOW_SECONDS}
  if left_over < limit then break end
end
return {granted, used, (free_at - now) * 1000 - math.floor(tonumber(time[2]) / 1000)}
`,
    parseCommand(parser: CommandParser, { key, limit, calls }: WantedPlaces) {
      parser.pushKey(key);
      parser.push(String(limit), String(calls));
    },
    transformReply: ([granted, used, wait]: [number, number, number]) => ({ granted, used, wait }),
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
    // Sent together: one write, and one reading of the answers.
    take: (wanted) =>
      redis.run((client) => Promise.all(wanted.map((places) => client.takeRatePlaces(places)))),
    async giveBack(key) {
      await redis.run((client) => client.giveBackRatePlace(key));
    },
    async clear(key) {
      await redis.run((client) => client.del(key));
    },
  };
}
