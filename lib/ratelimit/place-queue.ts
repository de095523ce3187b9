import type { GrantedPlaces, SlidingStore } from './sliding-store';

/** What is said of one call. */
export interface SlidingCount {
  allowed: boolean;
  /** Calls of the last minute, with this one if it was allowed. */
  used: number;
  /** Milliseconds until a place is free; 0 when allowed. */
  wait: number;
}

interface Caller {
  resolve(count: SlidingCount): void;
  reject(cause: unknown): void;
}

interface Waiting {
  key: string;
  limit: number;
  callers: Caller[];
}

/** Questions under way at once. The second is for the time in which the first hangs. */
const UNDER_WAY = 2;
/** Keys in one question: a bound on how long it holds their rows. */
const LARGEST = 500;

/**
 * Asks the store for all calls that wait together: while a question is under way, those that come share the next one,
 * and those of one key one row. Each is counted as exactly as by itself, and a busy process asks a few hundred times a
 * second instead of once a call.
 */
export function createPlaceQueue(store: Pick<SlidingStore, 'take'>) {
  let waiting = new Map<string, Waiting>();
  let underWay = 0;
  let due = false;

  function next(): Waiting[] {
    if (waiting.size <= LARGEST) {
      const all = [...waiting.values()];
      waiting = new Map();
      return all;
    }
    const first = [...waiting.values()].slice(0, LARGEST);
    for (const { key } of first) waiting.delete(key);
    return first;
  }

  async function ask(questions: readonly Waiting[]): Promise<void> {
    try {
      const answers = await store.take(
        questions.map(({ key, limit, callers }) => ({ key, limit, calls: callers.length })),
      );
      for (const [place, { callers }] of questions.entries()) share(callers, answers[place]);
    } catch (cause) {
      for (const { callers } of questions) for (const { reject } of callers) reject(cause);
    }
  }

  function drain(): void {
    due = false;
    while (waiting.size > 0 && underWay < UNDER_WAY) {
      underWay++;
      void ask(next()).finally(() => {
        underWay--;
        drain();
      });
    }
  }

  return {
    /** Takes one of `limit` places. @throws what the store throws */
    take: (key: string, limit: number): Promise<SlidingCount> =>
      new Promise((resolve, reject) => {
        const known = waiting.get(key);
        if (known) known.callers.push({ resolve, reject });
        else waiting.set(key, { key, limit, callers: [{ resolve, reject }] });
        if (due || underWay >= UNDER_WAY) return;
        // Once all that has arrived by now has been read.
        due = true;
        setImmediate(drain);
      }),
  };
}

/** The places of one key, first come, first served. */
function share(callers: readonly Caller[], answer: GrantedPlaces | undefined): void {
  if (!answer) {
    const fault = new Error('The rate limit gave no answer.');
    for (const { reject } of callers) reject(fault);
    return;
  }
  const { granted, used, wait } = answer;
  for (const [turn, { resolve }] of callers.entries())
    resolve(
      turn < granted
        ? { allowed: true, used: used - granted + turn + 1, wait: 0 }
        : { allowed: false, used, wait },
    );
}
