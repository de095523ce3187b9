import { createServer } from 'node:net';

const given = new Set<number>();

const listen = (host: string, port: number) =>
  new Promise<{ port: number; close(): Promise<void> } | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : 0,
        close: () => new Promise((done) => server.close(() => done())),
      });
    });
  });

/** A port the system has just found free; given out once a process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const found = await listen('127.0.0.1', 0);
    if (!found) throw new Error('There is no free port.');
    await found.close();
    if (given.has(found.port)) continue;
    given.add(found.port);
    return found.port;
  }
}
