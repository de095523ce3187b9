import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { createDemo } from './demo';
import { layFoundation } from './foundation';
import { createListener } from './listener';
import { welcome } from './welcome';

/** How long requests under way may take to finish after the wish to stop, in milliseconds. */
const DRAIN_MS = 10_000;

/** The server of `npm start` and `npm run dev`. Resolves when it listens. */
export async function startServer({ dev }: { dev: boolean }): Promise<void> {
  const local = process.env.GOOCLAIM_MODE === 'local';
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('PORT must be a number from 0 to 65535.');

  const foundation = await layFoundation(port);
  const { services } = foundation;
  try {
    const demo = local ? await createDemo(services) : undefined;
    const app = next({ dev, dir: process.cwd(), port, quiet: !dev });
    const pages = app.prepare().then(() => {
      const handle = app.getRequestHandler();
      return (request: IncomingMessage, response: ServerResponse) => handle(request, response);
    });
    // Ready means all of it: whoever waits for /readyz meets the portal too.
    await pages;
    const { servers, bound } = await listenOn(hosts(local), port, () =>
      createListener({ services, pages, dev }),
    );
    endOnSignal(servers, async () => {
      await app.close();
      await foundation.leave();
    });
    process.stdout.write(`${welcome(local ? `http://localhost:${bound}` : services.issuer, demo)}\n`);
  } catch (cause) {
    await foundation.leave();
    throw cause;
  }
}

/** A local start is for this machine alone, whichever family `localhost` means to a program on it. */
const hosts = (local: boolean): string[] =>
  process.env.HOST ? [process.env.HOST] : local ? ['127.0.0.1', '::1'] : ['::'];

async function listenOn(names: string[], port: number, create: () => Server) {
  const servers: Server[] = [];
  let bound = port;
  for (const host of names) {
    const server = create();
    try {
      await listen(server, bound, host);
      servers.push(server);
      // PORT=0 lets the system choose, once.
      bound = (server.address() as AddressInfo).port;
    } catch (cause) {
      // A machine without IPv6 has no ::1.
      if (servers.length === 0 || (cause as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') throw cause;
    }
  }
  return { servers, bound };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is taken: choose another one with PORT, such as PORT=${port + 1} npm start.`,
            )
          : cause,
      ),
    );
    server.listen(port, host, resolve);
  });
}

/** Ctrl-C, `kill` and a closed terminal: answer what is under way, then leave. A second Ctrl-C does not wait. */
function endOnSignal(servers: Server[], leave: () => Promise<void>): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) {
      if (signal === 'SIGINT') process.exit(130);
      return;
    }
    ending = true;
    const forced = setTimeout(() => {
      for (const server of servers) server.closeAllConnections();
    }, DRAIN_MS);
    try {
      await Promise.all(servers.map(close));
      clearTimeout(forced);
      await leave();
      process.exit(0);
    } catch (cause) {
      process.stderr.write(`${String(cause)}\n`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void end(name));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
