import { postmaster } from '../../e2e/harness/data-dir';
import { type Service, startService } from '../../e2e/harness/service';
import type { Cleanup } from './cleanup';
import { trees } from './proc';
import type { Redis } from './redis';
import { NOBODY_ELSES_DATABASE, RAISED_LIMITS } from './settings';

export interface Product extends Service {
  /** `api` where that role is known: it has no portal. */
  role: 'api' | 'all';
  /** Of its own processes, and those it needs. */
  processes: Record<string, number>;
  workers: number;
  startedInSeconds: number;
}

interface Wish {
  dataDir: string;
  redis: Redis | undefined;
  role?: 'api' | 'all';
  workers?: number;
  /** Starts it in another way. */
  through?: string[];
  env?: Record<string, string>;
}

/** `npm start`, with or without a role, on a database that it makes if there is none. */
export async function startProduct(
  { dataDir, redis, role = 'all', workers = 1, through = [], env = {} }: Wish,
  cleanup: Cleanup,
): Promise<Product> {
  const began = performance.now();
  const service = await startService({
    dataDir,
    env: {
      ...RAISED_LIMITS,
      ...NOBODY_ELSES_DATABASE,
      REDIS_URL: redis?.url ?? '',
      ROLE: role,
      WORKERS: String(workers),
      LOG_LEVEL: 'error',
      ...env,
    },
    through,
  });
  const startedInSeconds = (performance.now() - began) / 1000;
  cleanup.add(() => (service.hasEnded() ? undefined : service.stop('SIGTERM')));
  const processes = {
    product: service.pid,
    database: postmaster(dataDir)?.pid ?? 0,
    ...(redis ? { redis: redis.pid } : {}),
  };
  return {
    ...service,
    role: (await hasPortal(service)) ? 'all' : 'api',
    processes,
    // One that knows nothing of workers is a single process.
    workers: Math.max(1, (trees(processes).product?.length ?? 1) - 1),
    startedInSeconds,
  };
}

/** An older build does not know the role, and runs all of it. */
const hasPortal = async ({ origin }: Service): Promise<boolean> =>
  (await fetch(`${origin}/login`, { redirect: 'manual' })).status === 200;
