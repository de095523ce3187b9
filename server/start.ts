import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';
import nextConfig from '../next.config';
import { createDemo } from './demo';
import { layFoundation } from './foundation';
import { close, hosts, listenOn } from './listen';
import { createListener } from './listener';
import { endOnSignal } from './signals';
import { welcome } from './welcome';

/** The server of `npm start` and `npm run dev`. Resolves when it listens. */
export async function startServer({ dev }: { dev: boolean }): Promise<void> {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('PORT must be a number from 1 to 65535.');
  const starting = start(port, dev);
  // From the first moment: whoever presses Ctrl-C while the database is being made must not leave it behind.
  endOnSignal(starting);
  await starting;
}

/** @returns how to stop all that it started */
async function start(port: number, dev: boolean): Promise<() => Promise<void>> {
  const local = process.env.GOOCLAIM_MODE === 'local';
  const foundation = await layFoundation(port);
  const { services } = foundation;
  try {
    const app = next({ dev, dir: process.cwd(), port, quiet: !dev, ...(dev ? {} : { conf: nextConfig }) });
    await app.prepare();
    const handle = app.getRequestHandler();
    const pages = (request: IncomingMessage, response: ServerResponse) => handle(request, response);
    const servers = await listenOn(hosts(local), port, () => createListener({ services, pages, dev }));
    // Only now: were the port taken, credentials made before would never have been printed.
    const demo = local ? await createDemo(services) : undefined;
    process.stdout.write(`${welcome(local ? `http://localhost:${port}` : services.issuer, demo)}\n`);
    return async () => {
      await Promise.all(servers.map(close));
      await app.close();
      await foundation.leave();
    };
  } catch (cause) {
    await foundation.leave();
    throw cause;
  }
}
