import { connect, type Socket } from 'node:net';

export interface Heard {
  /** All that came back, a byte a character. */
  text: string;
  statuses: number[];
  /** Whether the other side ended the connection, in whichever way, and after how many milliseconds. */
  ended: boolean;
  afterMs: number;
}

/** The final answers of a text: those that begin with 1 announce another one. */
const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 ([2-5]\d\d) /g)].map(([, status]) => Number(status));

/**
 * Says something on a connection of its own and hears what comes until the other side ends it.
 *
 * @param act what is said
 * @param patienceMs then it is given up, and counts as not ended
 */
export function talk(
  port: number,
  act: (socket: Socket) => void,
  patienceMs: number,
  isEnough: (text: string) => boolean = () => false,
): Promise<Heard> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let text = '';
    const done = (ended: boolean) => {
      clearTimeout(timer);
      socket.removeAllListeners('data');
      socket.destroy();
      resolve({ text, statuses: statusesOf(text), ended, afterMs: performance.now() - began });
    };
    const timer = setTimeout(() => done(false), patienceMs);
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
      if (isEnough(text)) done(false);
    });
    socket.on('end', () => done(true));
    socket.on('close', () => done(true));
    // Reset: that is an end as well.
    socket.on('error', () => done(true));
    socket.once('connect', () => act(socket));
  });
}

/** Writes bytes in as many pieces as there are cuts and one more, each a segment of its own. */
export function inPieces(socket: Socket, bytes: Buffer, cuts: readonly number[]): void {
  const places = [...new Set(cuts)].filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b);
  let from = 0;
  const next = () => {
    if (socket.destroyed) return;
    const to = places.shift() ?? bytes.length;
    socket.write(bytes.subarray(from, to));
    from = to;
    if (from < bytes.length) setTimeout(next, 1);
  };
  next();
}
