import { connect, createServer, type Server } from 'node:net';

/** A unix socket, or a port. */
export type Place = { path: string } | { host: string; port: number };

/** Whoever connects here is connected there. */
export async function forward(from: Place, to: Place): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(to);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay?.(true);
      one.on('error', () => {}).on('close', () => other.destroy());
      one.on('data', (chunk) => void (other.writable && other.write(chunk)));
    }
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(from, listening);
  });
  return server;
}
