import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../e2e/harness/free-port';
import type { Portal } from '../../e2e/harness/portal';
import { type Receiver, startReceiver } from '../../e2e/harness/webhook-receiver';
import type { Credentials } from '../../e2e/harness/wire';
import { startHaproxy } from '../chaos/haproxy';
import { type Client, makeClient } from '../right/world';
import { programOf } from '../world/beside';
import { Cleanup } from '../world/cleanup';
import { signInDemoAdmin } from '../world/demo-admin';
import { type Product, startProduct } from '../world/product';
import { type Redis, startRedis } from '../world/redis';
import { makeDatabase } from '../world/stage';

export interface Stage {
  dataDir: string;
  redis: Redis;
  /** The whole product, and one that only serves the OAuth endpoints: both on one database. */
  products: { all: Product; api: Product };
  /** Of the proxy before both. */
  origin: string;
  /** Gets webhooks of all that is changed. */
  receiver: Receiver;
  /** Never changed: it asks. */
  caller: Credentials;
  clients: { rotated: Client; switchedOff: Client; stable: Client };
  signIn(): Promise<Portal>;
  cleanup: Cleanup;
}

export async function setStage(): Promise<Stage> {
  const cleanup = new Cleanup();
  try {
    const redis = await startRedis(cleanup);
    const { dataDir, clients: made, welcome } = await makeDatabase(1, redis, cleanup);
    const receiver = await startReceiver();
    cleanup.add(() => receiver.host.close());
    const env = {
      NODE_EXTRA_CA_CERTS: receiver.host.certificate.file,
      WEBHOOK_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
    };
    const through = [process.execPath, '--import', programOf('inside'), programOf('in-place')];
    const all = await startProduct({ dataDir, redis, through, env }, cleanup);
    const api = await startProduct({ dataDir, redis, through, env, role: 'api' }, cleanup);

    const folder = mkdtempSync(join(tmpdir(), 'gooclaim-soak-'));
    cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
    const port = await freePort();
    await startHaproxy(folder, port, [all.port, api.port], cleanup);

    const signIn = () => signInDemoAdmin(all.origin, welcome);
    const portal = await signIn();
    const [rotated, switchedOff, stable] = (await Promise.all(
      [1, 2, 3].map((number) => makeClient(portal, number)),
    )) as [Client, Client, Client];
    await listen(portal, receiver);
    const [caller] = made;
    if (!caller) throw new Error('There is no client.');
    return {
      ...{ dataDir, redis, receiver, caller, signIn, cleanup },
      products: { all, api },
      origin: `http://127.0.0.1:${port}`,
      clients: { rotated, switchedOff, stable },
    };
  } catch (cause) {
    await cleanup.run();
    throw cause;
  }
}

/** What a minute's changes are told as. */
async function listen(portal: Portal, receiver: Receiver): Promise<void> {
  const event_types = ['secret.rotated', 'client.disabled', 'signing_key.rotated'];
  const made = await portal.post('/webhooks', { url: receiver.url('/soak'), event_types });
  if (made.status !== 201) throw new Error(`No webhook: ${made.status} ${made.text}`);
}
