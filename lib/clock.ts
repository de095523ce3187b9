/** Milliseconds since the epoch. Everything that depends on time takes one of these, so that no test sleeps. */
export type Clock = () => number;

/** A clock that is off by less than this, in milliseconds, is left as it is. */
const FAR_OFF_MS = 2_000;
/** So much it may be off by afterwards, in milliseconds, beside what was not known exactly. */
const CLOSE_MS = 500;

export interface SharedClock {
  clock: Clock;
  /**
   * Compares with the one clock that all instances can see, the database's. Marks that end tokens are moments: instances
   * whose clocks are apart would let tokens live that another one has ended.
   *
   * @param theirs what it said, between the moments `sent` and `received` of `machine`
   * @returns by how much it is followed from now on instead of this machine's, in milliseconds; undefined: as before
   */
  compare(theirs: number, sent: number, received: number): number | undefined;
  /** This machine's own clock, right or wrong. */
  machine: Clock;
}

/** @param offsetSeconds moves the clock in whole-process tests, whichever is followed; production refuses it (`env.ts`). */
export function sharedClock(offsetSeconds = 0, machine: Clock = Date.now): SharedClock {
  let correction = 0;
  return {
    clock: () => machine() + correction + offsetSeconds * 1000,
    machine,
    compare(theirs, sent, received) {
      const off = theirs - (sent + received) / 2;
      const unknown = Math.abs(received - sent) / 2;
      const wanted = Math.abs(off) - unknown > FAR_OFF_MS ? Math.round(off) : 0;
      const isClose = Math.abs(off - correction) <= CLOSE_MS + unknown;
      if (wanted === correction || (wanted !== 0 && isClose)) return undefined;
      correction = wanted;
      return correction;
    },
  };
}
