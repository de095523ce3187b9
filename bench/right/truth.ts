/**
 * How long after a change was acknowledged an answer may still be the old one, in milliseconds: what is promised of
 * what instances share.
 */
export const BOUND_MS = 1_000;

/** A change, from when it was asked for. Times in milliseconds, of one clock. */
export interface Change {
  asked: number;
  /** Infinity while it is under way. */
  acknowledged: number;
}

export async function changing(list: Change[], act: () => Promise<unknown>): Promise<void> {
  const change: Change = { asked: performance.now(), acknowledged: Number.POSITIVE_INFINITY };
  list.push(change);
  await act();
  change.acknowledged = performance.now();
}

/** A request, from when it was sent until its answer was there. */
export interface Asked {
  sent: number;
  received: number;
}

/** Whether the answer may have been given before the change. */
export const mayBeBefore = ({ acknowledged }: Change, { sent }: Asked): boolean =>
  sent <= acknowledged + BOUND_MS;

/** Whether it may have been given after it. */
export const mayBeAfter = ({ asked }: Change, { received }: Asked): boolean => received >= asked;

/** Which answers are right: whether it may be good, and whether it may be refused. */
export interface Verdicts {
  good: boolean;
  refused: boolean;
}

/** Of what lives until the first of these changes. */
export const aliveUntil = (ends: readonly Change[], asked: Asked): Verdicts => ({
  good: ends.every((end) => mayBeBefore(end, asked)),
  refused: ends.some((end) => mayBeAfter(end, asked)),
});

/** Of what is there from a change on. */
export const aliveFrom = (made: Change, asked: Asked): Verdicts => ({
  good: mayBeAfter(made, asked),
  refused: mayBeBefore(made, asked),
});

/** Of what is switched off and on again: the n-th of `on` undoes the n-th of `off`. */
export function switched(off: readonly Change[], on: readonly Change[], asked: Asked): Verdicts {
  const each = off.map((end, index): Verdicts => {
    const again = on[index];
    return {
      good: mayBeBefore(end, asked) || (again !== undefined && mayBeAfter(again, asked)),
      refused: mayBeAfter(end, asked) && (again === undefined || mayBeBefore(again, asked)),
    };
  });
  return all(...each);
}

/** Good only if all are. */
export const all = (...each: readonly Verdicts[]): Verdicts => ({
  good: each.every(({ good }) => good),
  refused: each.some(({ refused }) => refused),
});
