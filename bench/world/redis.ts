import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../e2e/harness/eventually';
import { freePort } from '../../e2e/harness/free-port';
import { start } from '../../e2e/harness/processes';
import type { Cleanup } from './cleanup';

export interface Redis {
  url: string;
  pid: number;
}

/** A Redis in memory, on a port of its own. */
export async function startRedis(cleanup: Cleanup): Promise<Redis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-bench-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const started = start(process.env.REDIS_SERVER ?? 'redis-server', settings);
  cleanup.add(async () => {
    if (!started.hasEnded()) started.child.kill('SIGKILL');
    await started.ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await eventually('Redis is ready', () => {
    if (started.hasEnded()) throw new Error(`Redis did not start:\n${started.stdout()}`);
    return started.stdout().includes('Ready to accept connections');
  });
  return { url: `redis://127.0.0.1:${port}/0`, pid: started.pid };
}
