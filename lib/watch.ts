/** One piece of a traced request's way. */
interface Span {
  /** @param fault what it failed with, if it did; only its kind is kept */
  end(fault?: unknown): void;
}

/** Whoever watches this process from within: the server sets it, a command runs unwatched. */
export interface Watch {
  /** A statement or a transaction was answered. @param seconds from its being sent or put into the queue */
  databaseAnswered(seconds: number, fault: unknown): void;
  /** Undefined outside of a request that is traced. @param attributes nothing that a caller sent */
  beginSpan?(name: string, attributes: Readonly<Record<string, string>>): Span | undefined;
  /** Names the trace of the request at hand, for what is logged meanwhile. */
  traceFields?(): Readonly<Record<string, string>> | undefined;
}

const KEY = Symbol.for('gooclaim.watch');
// On `globalThis`: the server and Next's bundle each load this module, and are one process.
const holder = globalThis as { [KEY]?: Watch };

export const watch = (): Watch | undefined => holder[KEY];

export function setWatch(watching: Watch | undefined): void {
  if (watching) holder[KEY] = watching;
  else delete holder[KEY];
}

/** Does the work as a piece of the trace of the request at hand; nothing but the work where none is. */
export async function traced<T>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const span = holder[KEY]?.beginSpan?.(name, attributes);
  if (!span) return work();
  try {
    const result = await work();
    span.end();
    return result;
  } catch (cause) {
    span.end(cause);
    throw cause;
  }
}
