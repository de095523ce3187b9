import type { TestProject } from 'vitest/node';
import { CHECKOUT, RUN } from './checkout';
import { newDataDir, removeDataDir } from './data-dir';
import { runToEnd } from './processes';
import { type Service, startAppRouter, startService } from './service';
import { readWelcome, type Welcome } from './welcome';

/** One of the ways to the same wire endpoints. */
export interface Door {
  name: 'server' | 'app router' | 'api';
  origin: string;
  /** Whether it serves the portal too. */
  hasPortal: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    doors: Door[];
    dataDir: string;
    demo: Welcome;
  }
}

/** So that hundreds of refused requests, which is what these tests are made of, don't meet the limits on failures. */
const ROOM_FOR_FAILURES = { RATE_LIMIT_TOKEN_FAILURE: '100000', RATE_LIMIT_INTROSPECT_FAILURE: '100000' };

/** One service for all files, through all doors on one database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const built = await runToEnd(process.execPath, [RUN, 'build'], { cwd: CHECKOUT, seconds: 600 });
  if (built.code !== 0) throw new Error(`The build failed:\n${built.stderr}`);

  const dataDir = newDataDir();
  const services: Service[] = [];
  const teardown = async () => {
    await Promise.allSettled(services.toReversed().map((service) => service.stop('SIGTERM')));
    await removeDataDir(dataDir);
  };
  try {
    const server = await startService({ dataDir, env: ROOM_FOR_FAILURES });
    services.push(server);
    const appRouter = await startAppRouter({ dataDir, env: ROOM_FOR_FAILURES });
    services.push(appRouter);
    const api = await startService({ dataDir, env: { ...ROOM_FOR_FAILURES, ROLE: 'api' } });
    services.push(api);
    const demo = readWelcome(server.stdout());
    if (!demo) throw new Error(`The first start printed no credentials:\n${server.stdout()}`);
    project.provide('dataDir', dataDir);
    project.provide('demo', demo);
    project.provide('doors', [
      { name: 'server', origin: server.origin, hasPortal: true },
      { name: 'app router', origin: appRouter.origin, hasPortal: true },
      { name: 'api', origin: api.origin, hasPortal: false },
    ]);
    return teardown;
  } catch (cause) {
    await teardown();
    throw cause;
  }
}
