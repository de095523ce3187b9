import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * In development pages reload over a web socket. Next listens for it on the first of our servers only, and a browser
 * may have reached the other one: what arrives there is passed on.
 *
 * @returns how to end those sockets, which a server that closes would wait for without end
 */
export function shareHotReload([first, ...others]: Server[]): () => void {
  const sockets = new Set<Duplex>();
  first?.on('upgrade', (_request, socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  for (const other of others) other.on('upgrade', (...upgrade) => first?.emit('upgrade', ...upgrade));
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
