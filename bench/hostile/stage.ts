import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { newDataDir, removeDataDir } from '../../e2e/harness/data-dir';
import { type Service, startService } from '../../e2e/harness/service';
import { type Material, prepare, reporterKeys, WITHOUT_LIMITS } from '../fuzz/material';
import { NOBODY_ELSES_DATABASE } from '../world/settings';

/** What the service says of itself, sizes in bytes after a collection, times since it was last asked. */
export interface Inside {
  rss: number;
  heapUsed: number;
  external: number;
  /** Connections, those to its database included. */
  sockets: number;
  files: number;
  /** By so much a turn of the event loop came too late, without what others on the machine took, in milliseconds. */
  longestMs: number;
  p999Ms: number;
  /** For so long others on the machine kept it from a processor, between two turns, in milliseconds. */
  starvedMs: number;
}

export interface Stage {
  service: Service;
  port: number;
  material: Material;
  inside(): Promise<Inside>;
  end(): Promise<void>;
}

/** A service of its own, with whom its requests come from. */
export async function setStage(): Promise<Stage> {
  const dataDir = newDataDir();
  const address = join(dirname(dataDir), 'probe');
  const preload = pathToFileURL(join(CHECKOUT, 'dist', 'bench', 'hostile', 'inside.js')).href;
  const service = await startService({
    dataDir,
    env: {
      ...WITHOUT_LIMITS,
      ...NOBODY_ELSES_DATABASE,
      LEAK_REPORT_KEYS: reporterKeys(),
      LOG_LEVEL: 'error',
      NODE_OPTIONS: `--import=${preload}`,
      HOSTILE_PROBE: address,
    },
  });
  const end = async () => {
    await service.stop('SIGTERM');
    await removeDataDir(dataDir);
  };
  try {
    const material = await prepare(service);
    return { service, port: service.port, material, inside: () => ask(address), end };
  } catch (cause) {
    await end();
    throw cause;
  }
}

function ask(address: string): Promise<Inside> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(address);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('end', () => resolve(JSON.parse(text)));
  });
}
