import { newDataDir, removeDataDir } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { startService } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { writeStage } from './stage';

/** One service for all specs; what they need of it is left in a file, since specs run in processes of their own. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = newDataDir();
  const service = await startService({ dataDir });
  const teardown = async () => {
    await service.stop('SIGTERM');
    await removeDataDir(dataDir);
  };
  const demo = await eventually('the first start prints its credentials', () =>
    readWelcome(service.stdout()),
  );
  writeStage({ origin: service.origin, dataDir, email: demo.email, password: demo.password });
  return teardown;
}
