import { Late } from '../faults';

/** Longest a caller waits for the database or what else is asked, in milliseconds: what hangs is an outage too. */
export const ANSWER_WITHIN_MS = 8_000;

/** How often deadlines are looked at, in milliseconds: by so much one may be late. */
const LOOK_EVERY_MS = 250;

interface Deadline {
  at: number;
  late(): void;
}

/** All there are, under one timer: a timer for each would cost more than setting and lifting them. */
const deadlines = new Set<Deadline>();

setInterval(() => {
  const now = performance.now();
  for (const deadline of deadlines) {
    if (deadline.at > now) continue;
    deadlines.delete(deadline);
    deadline.late();
  }
}, LOOK_EVERY_MS).unref();

/**
 * Calls `late` unless it is lifted before.
 *
 * @returns lifts it
 */
export function deadline(milliseconds: number, late: () => void): () => void {
  const set = { at: performance.now() + milliseconds, late };
  deadlines.add(set);
  return () => void deadlines.delete(set);
}

/**
 * The work's own outcome, or an outage when it takes longer. The work is not undone: whatever it still does is a
 * transaction that happens whole or not at all.
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const lift = deadline(milliseconds, () => reject(new Late('There was no answer in time.')));
    work.then(
      (result) => {
        lift();
        resolve(result);
      },
      (cause: unknown) => {
        lift();
        reject(cause);
      },
    );
  });
}
