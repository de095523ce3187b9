/** Limits below this, calls a minute, are counted call by call. */
const PORTIONED_FROM = 6_000;
/** The largest portion, as a part of the limit. */
const LARGEST_PART = 1 / 1_000;
/** Places of a portion are used within the second that they are counted in, or the next: the minute has seconds for slots. */
const GOOD_FOR_MS = 1_000;
/** Keys that have a portion at a time. */
const MOST_KEYS = 10_000;

interface Portion {
  left: number;
  /** Calls of the last minute, without those that are left. */
  used: number;
  until: number;
  size: number;
}

/**
 * Of a busy key places are taken ahead, so that the store is not asked for each of its calls: only where the limit is a
 * hundred calls a second and more, never more than a thousandth of it, and only as many as the calls that came together,
 * or twice the portion before if that was used up. What is left of one after a second is lost to its key, and what is
 * used in the second after it was counted leaves the minute as much too early: such a limit holds to a thousandth for
 * each process. Smaller limits are exact to the call.
 */
export function createPortions() {
  const portions = new Map<string, Portion>();

  return {
    /** @returns calls of the last minute with this one, or undefined when the store must be asked */
    take(key: string): number | undefined {
      const portion = portions.get(key);
      if (!portion || portion.left === 0 || portion.until <= performance.now()) return undefined;
      portion.left--;
      portion.used++;
      return portion.used;
    },

    /** How many to take ahead. @param calls that wait for places of this key */
    wanted(key: string, limit: number, calls: number): number {
      if (limit < PORTIONED_FROM) return 0;
      const last = portions.get(key);
      const usedUp = last && last.left === 0 && last.until > performance.now();
      const sensible = usedUp ? 2 * last.size : calls > 1 ? calls : 0;
      return Math.min(sensible, Math.floor(limit * LARGEST_PART));
    },

    /** @param places that were granted ahead; @param askedAt when they were asked for */
    keep(key: string, places: number, used: number, askedAt: number): void {
      const known = portions.get(key);
      // Of two answers the one that has places is kept, and what is left of the other with it.
      const left = known && known.until > askedAt ? known.left : 0;
      if (places <= 0) {
        if (left === 0) portions.delete(key);
        return;
      }
      if (!known && portions.size >= MOST_KEYS) portions.clear();
      const size = places + left;
      portions.set(key, { left: size, used: used - size, until: askedAt + GOOD_FOR_MS, size: places });
    },
  };
}
