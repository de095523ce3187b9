import type { Clock } from './clock.js';

/** A clock that a test moves. Whoever sleeps moves it as well. */
export function movedClock(): Clock & { move(milliseconds: number): void; slept: number[] } {
  let at = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    random: () => 0.5,
    async sleep(milliseconds) {
      slept.push(milliseconds);
      at += milliseconds;
    },
    move(milliseconds) {
      at += milliseconds;
    },
  };
}
