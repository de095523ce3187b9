import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** Requests that may wait on one connection for the answer before theirs. Few clients send any at once (RFC 9112 §9.3.2). */
const MOST_WAITING = 16;

/**
 * Answers the requests of one connection one after the other. Node hands over all that it has read at once, and keeps each
 * answer until those before it are out: a thousand requests fit into one packet, and their answers into hundreds of MB.
 * A connection on which more wait is ended.
 */
export function inTurn(handle: Handler): Handler {
  const waiting = new WeakMap<Socket, (() => void)[]>();

  function begin(socket: Socket, incoming: IncomingMessage, outgoing: ServerResponse): void {
    outgoing.once('close', () => {
      const next = waiting.get(socket)?.shift();
      if (next && !socket.destroyed) next();
      else waiting.delete(socket);
    });
    handle(incoming, outgoing);
  }

  return (incoming, outgoing) => {
    const { socket } = incoming;
    const before = waiting.get(socket);
    // What else was in the packet that ended it.
    if (socket.destroyed) return;
    if (!before) {
      waiting.set(socket, []);
      begin(socket, incoming, outgoing);
    } else if (before.length < MOST_WAITING) before.push(() => begin(socket, incoming, outgoing));
    else socket.destroy();
  };
}
