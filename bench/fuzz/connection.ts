import { connect, type Socket } from 'node:net';
import { AnswerReader, type RawAnswer } from './answers';

/** Longest wait for an answer, in milliseconds: more than the service takes to give up on a body. */
const PATIENCE_MS = 25_000;

/** A connection that is kept from one request to the next. */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly port: number) {}

  /**
   * Sends bytes that hold `heads.length` whole requests.
   *
   * @param heads for each of them whether it is a HEAD
   * @returns as many answers, or fewer when the last one ends the connection
   * @throws Error when one is missing
   */
  async ask(bytes: Buffer, heads: readonly boolean[]): Promise<RawAnswer[]> {
    this.socket ??= await open(this.port);
    const { answers, isOpen } = await exchange(this.socket, bytes, heads);
    if (!isOpen) this.close();
    if (answers.length < heads.length && !endsConnection(answers.at(-1)))
      throw new Error(`${answers.length} answers to ${heads.length} requests`);
    return answers;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }
}

/** Sends bytes that may hold anything, says that there are no more, and takes whatever comes back. */
export async function sayAndHangUp(port: number, bytes: Buffer): Promise<RawAnswer[]> {
  const socket = await open(port);
  try {
    return (await exchange(socket, bytes, undefined)).answers;
  } finally {
    socket.destroy();
  }
}

const endsConnection = (answer: RawAnswer | undefined) => answer?.headers.connection === 'close';

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** @param heads undefined: until the other side closes */
function exchange(
  socket: Socket,
  bytes: Buffer,
  heads: readonly boolean[] | undefined,
): Promise<{ answers: RawAnswer[]; isOpen: boolean }> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    const answers: RawAnswer[] = [];
    const letGo = () => {
      clearTimeout(timer);
      for (const event of ['data', 'end', 'close', 'error']) socket.removeAllListeners(event);
      // A kept connection may be reset while nobody asks.
      socket.on('error', () => {});
    };
    const finish = (isOpen: boolean) => {
      letGo();
      resolve({ answers, isOpen });
    };
    const fail = (cause: Error) => {
      letGo();
      socket.destroy();
      reject(cause);
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    const next = () => reader.next(heads?.[answers.length] ?? false);
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
        for (let answer = next(); answer; answer = next()) {
          answers.push(answer);
          if (answers.length !== heads?.length) continue;
          const isOpen = !endsConnection(answer);
          if (isOpen && !reader.isEmpty) throw new Error('more was answered than was asked');
          return finish(isOpen);
        }
      } catch (cause) {
        fail(cause as Error);
      }
    });
    // Reset or ended: what has come so far is what there is.
    const end = () => {
      try {
        reader.end();
        const last = next();
        if (last) answers.push(last);
        finish(false);
      } catch (cause) {
        fail(cause as Error);
      }
    };
    for (const event of ['end', 'close', 'error']) socket.once(event, end);
    socket.write(bytes);
    if (!heads) socket.end();
  });
}
