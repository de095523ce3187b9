/** What the package knows of time and chance; parameters, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** From 0 up to, but not including, 1. */
  random: () => number;
  /** Waits that many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** The machine's own, where nothing else is given. */
export const clockOf = ({ now, random, sleep }: Partial<Clock>): Clock => ({
  now: now ?? Date.now,
  random: random ?? Math.random,
  sleep: sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds))),
});
