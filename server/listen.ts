import type { Server } from 'node:http';

/** How long requests under way may take to finish after the wish to stop, in milliseconds. */
const DRAIN_MS = 10_000;

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
    server.listen(port, host, () => resolve(true));
  });
}

/** Answers what is under way, within bounds, and takes nothing new. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const forced = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    // A kept-alive connection whose last answer is out is idle only from then on.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(forced);
      clearInterval(sweep);
      resolve();
    });
  });
}
