import type { Clock } from '../clock';
import type { UsageCounter, Use } from '../oauth/ports';
import { createUsageBuffer, type UsageBatch } from './usage-buffer';

/** How long counts wait in memory, in milliseconds: so much of them a killed process loses. */
const FLUSH_EVERY_MS = 2_000;
/** Lines that are not left waiting for it. */
const FLUSH_AT = 2_000;
/** Lines in one statement. */
const LARGEST_STATEMENT = 2_000;
/** Lines kept in memory, about 10 MB, while they cannot be written. */
const LINES_KEPT = 40_000;
/** How long a process that stops waits for its last counts to be written, in milliseconds. */
const CLOSE_WITHIN_MS = 3_000;

interface UsageEvents {
  /** Counts could not be written, and wait. */
  putOff(cause: unknown): void;
  /** There was no room for so many calls: the charts will lack them. */
  leftOut(calls: number): void;
}

export interface UsageRecorder extends UsageCounter {
  /** Writes what waits. Never throws. */
  flush(): Promise<void>;
  /** Lines that wait to be written. */
  waiting(): number;
  close(): Promise<void>;
}

/**
 * Counts calls in memory and writes them in batches, so that a token request pays for a look into a map and for nothing
 * else: it never waits for counts.
 *
 * What can be lost: a process that is killed loses the counts of its last two seconds, and those of a statement that was
 * under way; with the database out, they wait for it, as long as there is room. A process that is stopped loses none. A
 * statement whose commit was not confirmed is written again, and its calls are then counted twice. Counts are for
 * charts and advice; the audit rows of the same calls are on disk before the calls are answered, and are never lost.
 *
 * @param write one statement; several processes may write at once
 */
export function createUsageRecorder(
  write: (batch: UsageBatch) => Promise<void>,
  clock: Clock,
  events: UsageEvents,
): UsageRecorder {
  const buffer = createUsageBuffer(LINES_KEPT);
  let flushing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    const { uses, scopes } = buffer.take();
    for (let from = 0; from < Math.max(uses.length, scopes.length); from += LARGEST_STATEMENT) {
      const part = (size: number) => ({
        uses: uses.slice(from, from + size),
        scopes: scopes.slice(from, from + size),
      });
      try {
        await write(part(LARGEST_STATEMENT));
      } catch (cause) {
        buffer.giveBack(part(Number.POSITIVE_INFINITY));
        events.putOff(cause);
        break;
      }
    }
    const calls = buffer.takeLeftOut();
    if (calls > 0) events.leftOut(calls);
  }

  /** One at a time: batches of one process must not wait for each other's rows. */
  function flush(): Promise<void> {
    flushing ??= writeAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  const timer = setInterval(flush, FLUSH_EVERY_MS);
  timer.unref();

  return {
    count(use: Use) {
      buffer.add(use, clock());
      if (buffer.size() === FLUSH_AT) void flush();
    },
    flush,
    waiting: buffer.size,
    async close() {
      clearInterval(timer);
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, CLOSE_WITHIN_MS);
      });
      // Twice: what came while the first was under way is not in it.
      await Promise.race([flush().then(flush), patience]);
      clearTimeout(late);
    },
  };
}
