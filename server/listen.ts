import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long requests under way may take to finish after the wish to stop, in milliseconds. */
const DRAIN_MS = 10_000;

/**
 * New connections that may wait to be taken, as far as the system allows (`net.core.somaxconn`). Beyond Node's 511 a storm
 * of them, a proxy that comes back for instance, is dropped without a word, and tries again after one, three and seven seconds.
 */
const WAITING = 4_096;

/** A local start is for this machine alone, whichever family `localhost` means to a program on it. */
export const hosts = (local: boolean): string[] =>
  process.env.HOST ? [process.env.HOST] : local ? ['127.0.0.1', '::1'] : ['::'];

/** One server a host, all on one port. @throws Error that says what to do when the port is taken */
export async function listenOn(names: string[], port: number, create: () => Server): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const host of names) {
      const server = create();
      if (!(await listen(server, port, host))) continue;
      servers.push(server);
    }
    if (servers.length === 0)
      throw new Error(`This machine has no address ${names.join(' or ')}: set HOST to one it has.`);
  } catch (cause) {
    await Promise.all(servers.map(close));
    throw cause;
  }
  return servers;
}

/** @returns false where the machine lacks that family: one without IPv6 has no ::1 */
function listen(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'EAFNOSUPPORT') resolve(false);
      else if (cause.code === 'EADDRINUSE')
        reject(
          new Error(
            `Port ${port} is taken: choose another one with PORT, such as PORT=${port + 1} npm start.`,
          ),
        );
      else reject(cause);
    });
    server.listen(port, host, WAITING, () => resolve(true));
  });
}

/**
 * Answers what is under way, within bounds, and takes nothing new.
 *
 * @param lingerMs how long kept-alive connections may still bring a request, whose answer tells them to go: one that is
 *   closed at once may have its next request on the way, which would be lost
 */
export function close(server: Server, lingerMs = 0): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
    const forced = setTimeout(() => server.closeAllConnections(), DRAIN_MS + lingerMs);
    let sweep: NodeJS.Timeout | undefined;
    const lingered = setTimeout(() => {
      server.closeIdleConnections();
      // A kept-alive connection whose last answer is out is idle only from then on.
      sweep = setInterval(() => server.closeIdleConnections(), 50);
    }, lingerMs);
    // Not server.close(), which ends idle connections at once: those linger.
    NetServer.prototype.close.call(server, () => {
      clearTimeout(forced);
      clearTimeout(lingered);
      clearInterval(sweep);
      resolve();
    });
  });
}
