import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** Requests that may wait on one connection for the answer before theirs. Few clients send any at once (RFC 9112 §9.3.2). */
const MOST_WAITING = 16;

interface Turns {
  /**
   * Answers the requests of one connection one after the other. Node hands over all that it has read at once, and keeps
   * each answer until those before it are out: a thousand requests fit into one packet, and their answers into hundreds
   * of MB. A connection on which more wait is ended.
   */
  inTurn(handle: Handler): Handler;
  /** Refuses what could not be read, which ends the connection, when its turn comes: sooner, it would be taken for another's answer. */
  refuseInTurn(socket: Duplex, refuse: () => void): void;
  /** Whether an answer is awaited, or on its way. */
  isAnswering(socket: Duplex): boolean;
}

/** Of one connection on which somebody is being answered. */
interface Line {
  /** Whose body is read, or was. */
  last: IncomingMessage;
  waiting: (() => void)[];
  /** What comes last is a refusal. */
  refused: boolean;
}

export function createTurns(): Turns {
  const lines = new WeakMap<Duplex, Line>();

  function begin(socket: Duplex, handle: () => void, outgoing: ServerResponse): void {
    outgoing.once('close', () => {
      const next = lines.get(socket)?.waiting.shift();
      // After an answer that ends the connection, nobody would learn what became of the next request.
      if (next && socket.writable) next();
      else lines.delete(socket);
    });
    handle();
  }

  return {
    inTurn: (handle) => (incoming, outgoing) => {
      const { socket } = incoming;
      const line = lines.get(socket);
      // What else was in the packet that ended it.
      if (socket.destroyed) return;
      const run = () => handle(incoming, outgoing);
      if (!line) {
        lines.set(socket, { last: incoming, waiting: [], refused: false });
        begin(socket, run, outgoing);
      } else if (line.waiting.length < MOST_WAITING) {
        line.last = incoming;
        line.waiting.push(() => begin(socket, run, outgoing));
      } else socket.destroy();
    },
    refuseInTurn(socket, refuse) {
      const line = lines.get(socket);
      if (!line) return refuse();
      // Whoever goes on sending is refused for every packet.
      if (line.refused) return;
      const isInBody = !line.last.complete;
      if (isInBody && line.waiting.length === 0) return refuse();
      if (isInBody) line.waiting.pop();
      line.refused = true;
      line.waiting.push(refuse);
    },
    isAnswering: (socket) => lines.has(socket),
  };
}
