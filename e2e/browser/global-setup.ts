import { newDataDir, removeDataDir } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { startService } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { writeStage } from './stage';

/** One service for all specs; what they need of it is left in a file, since specs run in processes of their own. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = newDataDir();
  const dnsPort = await freePort();
  const service = await startService({ dataDir, env: { DNS_SERVERS: `127.0.0.1:${dnsPort}` } });
  const teardown = async () => {
    await service.stop('SIGTERM');
    await removeDataDir(dataDir);
  };
  const demo = await eventually('the first start prints its credentials', () =>
    readWelcome(service.stdout()),
  );
  writeStage({ origin: service.origin, dataDir, email: demo.email, password: demo.password, dnsPort });
  return teardown;
}
