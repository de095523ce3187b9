/** What charts look back over, and how finely; seconds. All are whole minutes or hours, counted in UTC. */
export const RANGES = {
  '1h': { seconds: 3600, bucketSeconds: 60, words: 'hour' },
  '24h': { seconds: 86_400, bucketSeconds: 900, words: '24 hours' },
  '30d': { seconds: 2_592_000, bucketSeconds: 21_600, words: '30 days' },
} as const;

export const RANGE_NAMES = ['1h', '24h', '30d'] as const satisfies (keyof typeof RANGES)[];
export type UsageRange = (typeof RANGE_NAMES)[number];
