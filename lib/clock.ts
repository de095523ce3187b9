/** Milliseconds since the epoch. Everything that depends on time takes one of these, so that no test sleeps. */
export type Clock = () => number;

/** A clock that is off by less than this, in milliseconds, is left as it is. */
const FAR_OFF_MS = 2_000;
/** So much it may be off by afterwards, in milliseconds, beside what was not known exactly. */
const CLOSE_MS = 500;

export interface SharedClock {
  /** Of this machine, or of the database where that is far off. */
  clock: Clock;
  /** Milliseconds of a clock that nobody sets. */
  steady: Clock;
  /**
   * Whether this machine's clock was set, or stood still while the machine slept, since it was compared: whether it was
   * right before or is right now, the database alone can say. Until then `clock` goes on as before.
   */
  isInDoubt(): boolean;
  /**
   * Compares with the one clock that all instances can see, the database's. Marks that end tokens are moments: instances
   * whose clocks are apart would let tokens live that another one has ended.
   *
   * @param theirs what it said, between the moments `sent` and `received` of `steady`
   * @returns by how much it is followed from now on instead of this machine's, in milliseconds; undefined: as before
   */
  compare(theirs: number, sent: number, received: number): number | undefined;
}

/** @param offsetSeconds moves the clock in whole-process tests, whichever is followed; production refuses it (`env.ts`). */
export function sharedClock(
  offsetSeconds = 0,
  machine: Clock = Date.now,
  steady: Clock = () => performance.now(),
): SharedClock {
  let correction = 0;
  const lead = () => machine() - steady();
  /** As of the last comparison. */
  let leadBefore = lead();
  const isInDoubt = () => Math.abs(lead() - leadBefore) > FAR_OFF_MS;
  return {
    clock: () => (isInDoubt() ? steady() + leadBefore : machine()) + correction + offsetSeconds * 1000,
    steady,
    isInDoubt,
    compare(theirs, sent, received) {
      const unknown = (received - sent) / 2;
      const now = lead();
      const off = theirs - (sent + received) / 2 - now;
      // So slow an answer says too little: what is followed is followed on, and doubt stays.
      const couldBeEither = Math.abs(Math.abs(off) - FAR_OFF_MS) < unknown;
      if (couldBeEither && unknown > CLOSE_MS) return undefined;
      if (isInDoubt() && unknown > FAR_OFF_MS) return undefined;
      leadBefore = now;
      const wanted = Math.abs(off) > FAR_OFF_MS ? Math.round(off) : 0;
      const isClose = Math.abs(off - correction) <= CLOSE_MS + unknown;
      if (wanted === correction || (wanted !== 0 && isClose)) return undefined;
      correction = wanted;
      return correction;
    },
  };
}
