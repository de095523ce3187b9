import { Refusal } from './refusal';

/** A file under way. */
export interface Export<Row> {
  portions: AsyncGenerator<Portion<Row>>;
  /** Aborted when it has taken too long: it is broken off, and another may begin. */
  signal: AbortSignal;
}

/** Some of its rows. */
export interface Portion<Row> {
  rows: Row[];
  /** A word on the whole, with the last of them. */
  note?: string;
}

export interface ExportGate {
  /**
   * @param prepare what comes before the first row is read
   * @throws Refusal 429 while others are under way
   */
  begin<Row>(tenantId: string, prepare: () => Promise<AsyncIterable<Portion<Row>>>): Promise<Export<Row>>;
}

/** Of the pool's ten connections these hold two at most: the others are for those who want tokens. */
const MOST_AT_ONCE = 2;
const LONGEST_MS = 120_000;
const RETRY_AFTER_SECONDS = 10;

/** Lets one export a tenant and two a process run at a time. */
export function createExportGate(): ExportGate {
  const running = new Set<string>();
  return {
    async begin(tenantId, prepare) {
      if (running.has(tenantId)) throw busy('Another export of your tenant is running.');
      if (running.size >= MOST_AT_ONCE) throw busy('Other exports are running.');
      running.add(tenantId);
      const ending = new AbortController();
      let left = false;
      const leave = () => {
        if (!left) running.delete(tenantId);
        left = true;
        clearTimeout(timer);
      };
      // Also for whoever never takes the file, or stops in the middle of it.
      const timer = setTimeout(() => {
        leave();
        ending.abort(new Error(`The export took longer than ${LONGEST_MS / 1000} seconds.`));
      }, LONGEST_MS);
      timer.unref();
      try {
        const portions = watched(await prepare(), ending.signal, leave);
        return { portions, signal: ending.signal };
      } catch (cause) {
        leave();
        throw cause;
      }
    },
  };
}

async function* watched<Part>(parts: AsyncIterable<Part>, signal: AbortSignal, leave: () => void) {
  try {
    for await (const part of parts) {
      signal.throwIfAborted();
      yield part;
    }
  } finally {
    leave();
  }
}

const busy = (why: string) =>
  new Refusal(
    429,
    'rate_limited',
    `${why} Try again when it has ended, in two minutes at the latest.`,
    undefined,
    {
      'Retry-After': String(RETRY_AFTER_SECONDS),
    },
  );
