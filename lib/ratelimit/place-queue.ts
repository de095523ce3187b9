import { setTimeout } from 'node:timers';
import { createPortions } from './portions';
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
/** So many questions are sent at once in ten milliseconds; then each is put off, to gather calls. */
const AT_ONCE = 5;
const PUT_OFF_MS = 1;

/**
 * Asks the store for all calls that wait together: those that come while a question is under way, or within a
 * millisecond where questions are many, share the next one, and those of one key one row. Each is counted as by itself,
 * and a busy process asks a few hundred times a second instead of once a call.
 */
export function createPlaceQueue(store: Pick<SlidingStore, 'take'>) {
  const portions = createPortions();
  let waiting = new Map<string, Waiting>();
  let underWay = 0;
  let due = false;
  let moment = 0;
  let sent = 0;

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
    const askedAt = performance.now();
    sent++;
    try {
      const answers = await store.take(
        questions.map(({ key, limit, callers }) => ({
          key,
          limit,
          calls: callers.length + portions.wanted(key, limit, callers.length),
        })),
      );
      for (const [place, { key, callers }] of questions.entries()) {
        const answer = answers[place];
        share(callers, answer);
        if (answer) portions.keep(key, answer.granted - callers.length, answer.used, askedAt);
      }
    } catch (cause) {
      // Those that wait as well: behind a store that hangs, each question would take as long as this one.
      for (const { callers } of [...questions, ...waiting.values()])
        for (const { reject } of callers) reject(cause);
      waiting = new Map();
    }
  }

  function drain(): void {
    due = false;
    while (waiting.size > 0 && underWay < UNDER_WAY) {
      underWay++;
      void ask(next()).finally(() => {
        underWay--;
        schedule();
      });
    }
  }

  /** Once all that has arrived by then has been read. */
  function schedule(): void {
    if (due || waiting.size === 0 || underWay >= UNDER_WAY) return;
    due = true;
    const now = Math.floor(performance.now() / 10);
    if (now !== moment) {
      moment = now;
      sent = 0;
    }
    if (sent < AT_ONCE) setImmediate(drain);
    else setTimeout(drain, PUT_OFF_MS);
  }

  return {
    /** Takes one of `limit` places. @throws what the store throws */
    take(key: string, limit: number): Promise<SlidingCount> {
      const used = portions.take(key);
      if (used !== undefined) return Promise.resolve({ allowed: true, used, wait: 0 });
      return new Promise((resolve, reject) => {
        const known = waiting.get(key);
        if (known) known.callers.push({ resolve, reject });
        else waiting.set(key, { key, limit, callers: [{ resolve, reject }] });
        schedule();
      });
    },
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
