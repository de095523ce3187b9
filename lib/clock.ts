/** Milliseconds since the epoch. Everything that depends on time takes one of these, so that no test sleeps. */
export type Clock = () => number;

/** @param offsetSeconds moves the clock in whole-process tests; production refuses it (`env.ts`). */
export const systemClock =
  (offsetSeconds = 0): Clock =>
  () =>
    Date.now() + offsetSeconds * 1000;
