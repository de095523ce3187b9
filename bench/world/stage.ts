import { newDataDir, removeDataDir } from '../../e2e/harness/data-dir';
import { openDatabase } from '../../e2e/harness/database';
import type { Portal } from '../../e2e/harness/portal';
import { readWelcome, type Welcome } from '../../e2e/harness/welcome';
import type { Credentials } from '../../e2e/harness/wire';
import { Cleanup } from './cleanup';
import { addClients } from './clients';
import { signInDemoAdmin } from './demo-admin';
import { type Product, startProduct } from './product';
import { type Redis, startRedis } from './redis';

/** The product as it is measured: a database of its own, and two processes on it. */
export interface Stage {
  dataDir: string;
  redis: Redis | undefined;
  clients: Credentials[];
  /** The plain `npm start`. */
  all: Product;
  /** The one whose figures count: the role meant for this, where there is one. */
  api: Product;
  /** The demo admin signs in at `all`, afresh: what is asked of them next wants it to be recent. */
  signIn(): Promise<Portal>;
  /** Whatever else is started is ended with the stage. */
  cleanup: Cleanup;
}

/** A database with that many clients. Nothing runs on it yet. */
export async function makeDatabase(
  clients: number,
  redis: Redis | undefined,
  cleanup: Cleanup,
): Promise<{ dataDir: string; tenantId: string; clients: Credentials[]; welcome: Welcome }> {
  const dataDir = newDataDir();
  cleanup.add(() => removeDataDir(dataDir));
  const first = await startProduct({ dataDir, redis }, cleanup);
  const welcome = readWelcome(first.stdout());
  if (!welcome) throw new Error('The first start printed no credentials.');
  const database = openDatabase(dataDir);
  const [tenant] = await database<{ id: string }[]>`SELECT id FROM tenants`;
  await database.end();
  const tenantId = tenant?.id ?? '';
  const made = await addClients(dataDir, tenantId, 0, clients);
  await first.stop('SIGTERM');
  return { dataDir, tenantId, clients: made, welcome };
}

export async function setStage(clients: number, withRedis: boolean): Promise<Stage> {
  const cleanup = new Cleanup();
  try {
    const redis = withRedis ? await startRedis(cleanup) : undefined;
    const { dataDir, clients: made, welcome } = await makeDatabase(clients, redis, cleanup);
    // The second start of this database: the one that is repeated day by day.
    const all = await startProduct({ dataDir, redis }, cleanup);
    const api = await startProduct({ dataDir, redis, role: 'api' }, cleanup);
    const signIn = () => signInDemoAdmin(all.origin, welcome);
    return { dataDir, redis, clients: made, all, api, signIn, cleanup };
  } catch (cause) {
    await cleanup.run();
    throw cause;
  }
}
