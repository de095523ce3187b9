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
  /** Whether an answer is awaited, or on its way. */
  isAnswering(socket: Socket): boolean;
}

export function createTurns(): Turns {
  const waiting = new WeakMap<Socket, (() => void)[]>();

  function begin(socket: Socket, handle: () => void, outgoing: ServerResponse): void {
    outgoing.once('close', () => {
      const next = waiting.get(socket)?.shift();
      // After an answer that ends the connection, nobody would learn what became of the next request.
      if (next && socket.writable) next();
      else waiting.delete(socket);
    });
    handle();
  }

  return {
    inTurn: (handle) => (incoming, outgoing) => {
      const { socket } = incoming;
      const before = waiting.get(socket);
      // What else was in the packet that ended it.
      if (socket.destroyed) return;
      const run = () => handle(incoming, outgoing);
      if (!before) {
        waiting.set(socket, []);
        begin(socket, run, outgoing);
      } else if (before.length < MOST_WAITING) before.push(() => begin(socket, run, outgoing));
      else socket.destroy();
    },
    isAnswering: (socket) => waiting.has(socket),
  };
}
