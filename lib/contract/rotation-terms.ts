/** How long the old secret keeps working after a rotation. */
export const OVERLAPS = [
  { seconds: 0, label: 'Now' },
  { seconds: 3600, label: '1 hour' },
  { seconds: 86_400, label: '24 hours' },
  { seconds: 604_800, label: '7 days' },
  { seconds: 2_592_000, label: '30 days' },
] as const;

/** Those that leave time for a switch: what one may be offered first. */
export const KEPT_OVERLAPS = OVERLAPS.map(({ seconds }) => seconds).filter((seconds) => seconds > 0);

/** From its beginning no old secret lives longer, however often it is given more time. Seconds. */
export const LONGEST_OVERLAP = 2_592_000;

/** What more time may be given at once. */
export const EXTENSIONS = [
  { seconds: 3600, label: '1 hour' },
  { seconds: 86_400, label: '24 hours' },
  { seconds: 604_800, label: '7 days' },
] as const;

/** Tokens of the last hour that are counted for one address. */
export const HOUR_COUNTED = 1000;
