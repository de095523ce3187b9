/**
 * When a client's use is worth a word, as pure functions with every threshold in one place. Durations in seconds.
 */
export const ADVICE = {
  /** Refused calls of one client in 24 hours that are more than somebody's slip of the hand. */
  failures: 3,
  /** Of the limit a minute, in the busiest minute of 24 hours. */
  nearLimit: 0.8,
  /** So many callers may share a client, each with a token of its own, before it is said that tokens are not kept. */
  callers: 10,
  unusedDays: 90,
  /** A scope that was not named for so long, by a client that has named scopes for at least as long. */
  scopeDays: 30,
} as const;

const DAY_SECONDS = 86_400;

/** Tokens that one caller needs in 24 hours when it keeps each for its life. */
export const tokensNeeded = (lifeSeconds: number): number => Math.ceil(DAY_SECONDS / lifeSeconds);

/**
 * Whether a client asks for far more tokens than their life needs.
 *
 * @param tokens issued in the last 24 hours
 */
export const asksTooOften = (tokens: number, lifeSeconds: number): boolean =>
  tokens > ADVICE.callers * tokensNeeded(lifeSeconds);

/** @param peak calls in the busiest minute; `limit` a minute */
export const isNearLimit = (peak: number, limit: number): boolean => peak >= ADVICE.nearLimit * limit;

/** Granted scopes that are not among the named ones; none for a client that named none at all. */
export const scopesNeverNamed = (granted: readonly string[], named: readonly string[]): string[] =>
  named.length === 0 ? [] : granted.filter((scope) => !named.includes(scope));
