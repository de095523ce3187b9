import type { IncomingMessage, ServerResponse } from 'node:http';
import { deadline } from './deadline';
import type { BodyFault, WireAnswer, WireRequest } from './endpoint';

/** How long a body that nobody reads may go on arriving behind its answer, in milliseconds; then the socket is closed. */
const LEFT_UNREAD_MS = 500;

/** A request of Node's own server as the endpoints see it. */
export class NodeRequest implements WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly #incoming: IncomingMessage;

  /** @param target path and query, read from the request line */
  constructor(incoming: IncomingMessage, target: string) {
    const mark = target.indexOf('?');
    this.#incoming = incoming;
    this.method = incoming.method ?? 'GET';
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.query = mark < 0 ? '' : (target.slice(mark + 1).split('#', 1)[0] ?? '');
  }

  /** From the raw ones: of two Authorization headers Node drops the second, and two must not pass for one. */
  header(name: string): string | null {
    const raw = this.#incoming.rawHeaders;
    let value: string | null = null;
    for (let at = 0; at < raw.length; at += 2) {
      const candidate = raw[at] as string;
      if (candidate.length !== name.length || (candidate !== name && candidate.toLowerCase() !== name))
        continue;
      const given = raw[at + 1] as string;
      value = value === null ? given : `${value}${name === 'cookie' ? '; ' : ', '}${given}`;
    }
    return value;
  }

  read(limit: number, milliseconds: number): Promise<Uint8Array | BodyFault> {
    const incoming = this.#incoming;
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const settle = (outcome: Uint8Array | BodyFault) => {
        lift();
        // It flows on, to nowhere.
        incoming.off('data', take).off('end', end).off('close', cut);
        resolve(outcome);
      };
      const take = (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) settle('too_large');
        else chunks.push(chunk);
      };
      const end = () => settle(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
      const cut = () => settle('cut_off');
      const lift = deadline(milliseconds, () => settle('late'));
      incoming.on('data', take).on('end', end).on('close', cut).on('error', cut);
      if (incoming.destroyed) cut();
    });
  }
}

/** What an answer says in its raw headers, the response itself does not know any more. */
const REQUEST_ID = Symbol('request id');
type Named = ServerResponse & { [REQUEST_ID]?: string | undefined };

/** The id in an answer's `X-Request-Id`, by whichever way it was sent. */
export function requestIdOf(outgoing: ServerResponse): string | undefined {
  const set = (outgoing as Named)[REQUEST_ID] ?? outgoing.getHeader('x-request-id');
  return typeof set === 'string' ? set : undefined;
}

/** Sends an answer in one piece. */
export function sendAnswer(
  { status, headers, body }: WireAnswer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  (outgoing as Named)[REQUEST_ID] = headers['X-Request-Id'];
  const raw: string[] = [];
  for (const name in headers) raw.push(name, headers[name] as string);
  if (status !== 204) raw.push('Content-Length', String(body === null ? 0 : Buffer.byteLength(body)));
  if (!incoming.complete) outgoing.once('finish', () => giveUp(incoming));
  outgoing.writeHead(status, raw);
  outgoing.end(body);
}

/** Closed at once, the socket could take the answer with it before it was read; kept, it would be held as long as one likes. */
function giveUp(incoming: IncomingMessage): void {
  incoming.resume();
  setTimeout(() => {
    if (!incoming.complete) incoming.socket.destroySoon();
  }, LEFT_UNREAD_MS).unref();
}
