import type { SharedClock } from './clock';

/** By then a clock is compared that goes wrong little by little. Whoever follows the changes compares it more often. */
const COMPARE_EVERY_MS = 60_000;
/** How soon it is noticed that somebody set it, where no request comes that would wait for it. */
const LOOK_EVERY_MS = 100;

interface Log {
  info(message: string): void;
  warn(fields: object, message: string): void;
}

export interface ClockWatch {
  /** Follows the database's clock where this machine's is wrong. Never throws. */
  compare(): Promise<void>;
  /** What came of a comparison that somebody else made. */
  tell(correction: number | undefined): void;
  close(): void;
}

/**
 * Compares the clock for as long as the process runs: by one that is ahead, whoever looks after the database deletes what
 * is still needed.
 *
 * @param ask the database's clock, in milliseconds since the epoch
 */
export function watchClock(shared: SharedClock, ask: () => Promise<number>, log: Log): ClockWatch {
  let underWay: Promise<void> | undefined;
  let failed = false;

  function tell(correction: number | undefined): void {
    if (correction === 0) log.info("this machine's clock is right again");
    else if (correction !== undefined)
      log.warn(
        { off_by_ms: -correction },
        "this machine's clock is not the database's, which is followed: set one of them",
      );
  }

  async function compareNow(): Promise<void> {
    try {
      const sent = shared.steady();
      const theirs = await ask();
      tell(shared.compare(theirs, sent, shared.steady()));
      failed = false;
    } catch (cause) {
      if (!failed) log.warn({ err: cause }, 'the clock cannot be compared yet');
      failed = true;
    }
  }

  /** Whoever comes while one is under way waits for that. */
  function compare(): Promise<void> {
    underWay ??= compareNow().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  const timers = [
    setInterval(() => shared.isInDoubt() && compare(), LOOK_EVERY_MS),
    setInterval(compare, COMPARE_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    compare,
    tell,
    close() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
