import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { shareHotReload } from './hot-reload';

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Next, ready to answer. Loaded here and nowhere else, so that a process without pages never does. */
export async function preparePages(servers: Server[], port: number, dev: boolean): Promise<Pages> {
  const { default: next } = await import('next');
  const app = next({
    dev,
    dir: process.cwd(),
    port,
    quiet: !dev,
    // Next listens for upgrades on the first server it meets, and Node then hands it every request that offers one:
    // `curl --http2` would get no answer. Only hot reload needs them; else it gets a server nobody calls.
    httpServer: dev ? servers[0] : createServer(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const endHotReload = dev ? shareHotReload(servers) : () => {};
  return {
    handle: (request, response) => handle(request, response),
    async close() {
      endHotReload();
      await app.close();
    },
  };
}
