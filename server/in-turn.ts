import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

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
  refuseInTurn(socket: Socket, refuse: () => void): void;
  /** Whether an answer is awaited, or on its way. */
  isAnswering(socket: Socket): boolean;
}

/** Of one connection on which somebody is being answered. */
interface Line {
  /** The newest request: its body is what is being read. */
  last: IncomingMessage;
  /** The answer under way. */
  outgoing: ServerResponse;
  waiting: (() => void)[];
  /** What comes last is a refusal. */
  refused: boolean;
}

export function createTurns(): Turns {
  const lines = new WeakMap<Socket, Line>();
  /** The newest of those that were answered, perhaps before all of it had come. */
  const answered = new WeakMap<Socket, IncomingMessage>();

  function begin(socket: Socket, line: Line, handle: () => void, outgoing: ServerResponse): void {
    line.outgoing = outgoing;
    outgoing.once('close', () => {
      const next = line.waiting.shift();
      // After an answer that ends the connection, nobody would learn what became of the next request.
      if (next && socket.writable) return next();
      lines.delete(socket);
      answered.set(socket, line.last);
    });
    handle();
  }

  return {
    inTurn: (handle) => (incoming, outgoing) => {
      const { socket } = incoming;
      const line = lines.get(socket);
      // What else was in the packet that ended it, and what comes to an end after its refusal: its sender tries again.
      if (!socket.writable) return;
      const run = () => handle(incoming, outgoing);
      if (!line) {
        const first: Line = { last: incoming, outgoing, waiting: [], refused: false };
        lines.set(socket, first);
        begin(socket, first, run, outgoing);
      } else if (line.waiting.length < MOST_WAITING) {
        line.last = incoming;
        line.waiting.push(() => begin(socket, line, run, outgoing));
      } else socket.destroy();
    },
    refuseInTurn(socket, refuse) {
      const line = lines.get(socket);
      // Of a request that has its answer nothing more is said.
      if (!line && answered.get(socket)?.complete === false) return socket.destroySoon();
      if (!line) return refuse();
      // Whoever goes on sending is refused for every packet.
      if (line.refused) return;
      const isInBody = !line.last.complete;
      if (isInBody && line.waiting.length === 0) {
        // A second answer, in the middle of the first, would be read as a part of it.
        if (line.outgoing.headersSent) socket.destroy();
        else refuse();
        return;
      }
      if (isInBody) line.waiting.pop();
      line.refused = true;
      // Nothing that comes is of use any more; read, it would keep alive a connection whose answers nobody takes.
      socket.pause();
      line.waiting.push(() => {
        socket.resume();
        refuse();
      });
    },
    isAnswering: (socket) => lines.has(socket),
  };
}
