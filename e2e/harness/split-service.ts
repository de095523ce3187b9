import { join } from 'node:path';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { start } from './processes';
import { type Service, startService } from './service';

/** A service in two halves, behind a proxy that makes them one. */
export async function startSplitService({
  dataDir,
  env,
}: {
  dataDir: string;
  env?: Record<string, string>;
}): Promise<Pick<Service, 'origin' | 'stdout' | 'stop'>> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const settings = { ...env, ISSUER: origin, TRUSTED_PROXIES: '1' };
  const api = await startService({ dataDir, env: { ...settings, ROLE: 'api' } });
  const portal = await startService({ dataDir, env: { ...settings, ROLE: 'portal' } });
  const proxy = start(process.execPath, [
    join(import.meta.dirname, 'split-proxy.mjs'),
    ...[port, api.port, portal.port].map(String),
  ]);
  await eventually('the proxy listens', () => proxy.stdout().includes('ready'));
  return {
    origin,
    stdout: api.stdout,
    async stop(signal) {
      proxy.child.kill('SIGKILL');
      await portal.stop(signal);
      return api.stop(signal);
    },
  };
}
