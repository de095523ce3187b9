export interface OutageEvents {
  began(cause: unknown): void;
  ended(): void;
}

/** A store that fails now and then must not fill the log: an outage is over when nothing failed for this long. */
const SETTLED_MS = 5_000;

/**
 * Tells the beginning and the end of an outage from the results of single calls, and says each once.
 *
 * @param clock milliseconds
 */
export function createOutageWatch(clock: () => number, events: OutageEvents) {
  let lastFailure: number | undefined;
  return {
    failed(cause: unknown): void {
      if (lastFailure === undefined) events.began(cause);
      lastFailure = clock();
    },
    succeeded(): void {
      if (lastFailure === undefined || clock() - lastFailure < SETTLED_MS) return;
      lastFailure = undefined;
      events.ended();
    },
    isOut: () => lastFailure !== undefined,
  };
}

export type OutageWatch = ReturnType<typeof createOutageWatch>;
