import { overload } from '../faults';
import { ANSWER_WITHIN_MS, deadline, within } from './deadline';

/** Calls under way in one process at once: the bound on what piles up while the database is slow. */
const MOST_UNDER_WAY = 2_000;
/** Work that is not over by then never will be: its place is not lost with it, or what hangs would stop everything for good. */
const BELIEVED_MS = 10 * ANSWER_WITHIN_MS;
/** While the database is silent, one call in so many milliseconds is let through, to find out whether it answers again. */
const TRIAL_EVERY_MS = 500;

/** Lets calls to the database through, as many as it can be expected to answer. */
export interface Gate {
  /**
   * The work's own outcome, or an outage when it takes too long, when too much is under way, or when it would wait in
   * vain. It is not begun then; what takes too long is not undone.
   *
   * @throws Error that is an outage
   */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

/** Room for so much work at once. */
interface Room {
  isFull(): boolean;
  /** As long as the work may be going on, not until its caller has gone: what still waits is what fills the memory. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export function createRoom(most: number): Room {
  let underWay = 0;
  return {
    isFull: () => underWay >= most,
    async hold(work) {
      underWay++;
      let held = true;
      const leave = () => {
        if (held) underWay--;
        held = false;
      };
      const lift = deadline(BELIEVED_MS, leave);
      try {
        return await work();
      } finally {
        lift();
        leave();
      }
    },
  };
}

/**
 * @param isSilent whether the database owes answers and says nothing
 * @param clock what time it is nobody may know for a moment, until the database is asked: whoever comes waits for that
 * @param steady milliseconds of a clock that nobody sets
 */
export function createGate(
  isSilent: () => boolean,
  clock: { isInDoubt(): boolean; compare(): Promise<void> },
  steady: () => number,
): Gate {
  const room = createRoom(MOST_UNDER_WAY);
  let tried = Number.NEGATIVE_INFINITY;

  function enter(): void {
    if (room.isFull()) throw overload('Too many calls are under way.');
    if (isSilent()) {
      if (steady() - tried < TRIAL_EVERY_MS) throw overload('The database does not answer.');
      tried = steady();
    }
  }

  async function knowTheTime(): Promise<void> {
    const asked = steady();
    await clock.compare();
    // Whoever asked has been told that it was not begun.
    if (steady() - asked >= ANSWER_WITHIN_MS)
      throw overload('The database was too slow to say what time it is.');
    if (clock.isInDoubt()) throw overload('The clock was set, and nobody says what time it is.');
  }

  return {
    async pass(work) {
      enter();
      return within(ANSWER_WITHIN_MS, room.hold(clock.isInDoubt() ? () => knowTheTime().then(work) : work));
    },
  };
}
