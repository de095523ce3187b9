import { newDataDir, removeDataDir } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { startService } from '../harness/service';
import { startSplitService } from '../harness/split-service';
import { readWelcome } from '../harness/welcome';

/** What the specs know of the service under test. */
export interface Stage {
  origin: string;
  dataDir: string;
  email: string;
  password: string;
  /** Where the service asks for TXT records; a spec that needs some answers there. */
  dnsPort: number;
}

/** A service and a database for the specs that one worker takes, one after the other. */
export async function withStage(use: (stage: Stage) => Promise<void>): Promise<void> {
  const dataDir = newDataDir();
  const dnsPort = await freePort();
  const startIt = process.env.SPLIT_ROLES ? startSplitService : startService;
  const service = await startIt({ dataDir, env: { DNS_SERVERS: `127.0.0.1:${dnsPort}` } });
  try {
    const demo = await eventually('the first start prints its credentials', () =>
      readWelcome(service.stdout()),
    );
    await use({ origin: service.origin, dataDir, email: demo.email, password: demo.password, dnsPort });
  } finally {
    await service.stop('SIGTERM');
    await removeDataDir(dataDir);
  }
}
