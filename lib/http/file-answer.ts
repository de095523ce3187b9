import type { Log } from '../log';

/** A file to be saved. */
interface File {
  name: string;
  type: string;
  pieces: AsyncGenerator<string>;
  /** Aborted when it takes too long. */
  signal: AbortSignal;
}

/**
 * A file, written as its rows are read: however long it is, one piece of it is in memory. One that breaks off ends the
 * connection, so that no browser takes a half for the whole.
 *
 * @param log told of what broke it off
 */
export function fileAnswer({ name, type, pieces, signal }: File, log: Pick<Log, 'warn'>): Response {
  const encoder = new TextEncoder();
  let broken = false;
  const breakOff = (controller: ReadableStreamDefaultController, cause: unknown) => {
    if (broken) return;
    broken = true;
    log.warn({ err: cause, file: name }, 'export broken off');
    controller.error(cause);
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Whoever does not read on would otherwise keep it open for ever.
      signal.addEventListener('abort', () => breakOff(controller, signal.reason), { once: true });
    },
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (broken) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (cause) {
        breakOff(controller, cause);
      }
    },
    cancel: () => pieces.return(undefined).then(() => undefined),
  });
  return new Response(body, {
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` },
  });
}
