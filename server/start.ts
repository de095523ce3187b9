import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { type Demo, offerDemo } from './demo';
import { layFoundation } from './foundation';
import { shareHotReload } from './hot-reload';
import { close, hosts, listenOn } from './listen';
import { createListener, type Parts } from './listener';
import { endOnSignal } from './signals';
import { welcome } from './welcome';

/** The server of `npm start` and `npm run dev`. Resolves when it serves. */
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
  let parts: Parts | undefined;
  // The port before anything is made: were it taken, an issuer that names it would stay, and a demo nobody was shown.
  const servers = await listenOn(hosts(local), port, () => createListener(() => parts));
  const stopListening = () => Promise.all(servers.map(close));
  try {
    const foundation = await layFoundation(port);
    await foundation.services.keepAuditLog();
    foundation.services.followChanges();
    try {
      const { services } = foundation;
      const app = next({
        dev,
        dir: process.cwd(),
        port,
        quiet: !dev,
        // Next listens for upgrades on the first server it meets, and Node then hands it every request that offers
        // one: `curl --http2` would get no answer. Only hot reload needs them; else it gets a server nobody calls.
        httpServer: dev ? servers[0] : createServer(),
      });
      await app.prepare();
      const handle = app.getRequestHandler();
      const endHotReload = dev ? shareHotReload(servers) : () => {};
      const pages = (request: IncomingMessage, response: ServerResponse) => handle(request, response);
      const open = (demo?: Demo) => {
        parts = { services, pages, dev };
        process.stdout.write(`${welcome(local ? `http://localhost:${port}` : services.issuer, demo)}\n`);
      };
      if (!local || !(await offerDemo(foundation, open))) open();
      // Not waited for: a mail server that hangs must not hold up anything.
      void services.sendNotices();
      return async () => {
        endHotReload();
        await stopListening();
        await app.close();
        await foundation.leave();
      };
    } catch (cause) {
      await foundation.leave();
      throw cause;
    }
  } catch (cause) {
    await stopListening();
    throw cause;
  }
}
