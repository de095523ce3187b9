import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../e2e/harness/eventually';
import { start } from '../../e2e/harness/processes';
import type { Cleanup } from '../world/cleanup';

const STATISTICS = '/proxy-statistics';

/** As the documentation has it: it asks `/readyz`, and tries a request again only where nothing of it was sent. */
const settings = (port: number, instances: readonly number[]) => `
global
  maxconn 4000
defaults
  mode http
  timeout connect 1s
  timeout client 15s
  timeout server 12s
  timeout check 2s
  retries 3
  retry-on conn-failure
  option redispatch 1
frontend programs
  bind 127.0.0.1:${port}
  stats enable
  stats uri ${STATISTICS}
  default_backend api
backend api
  balance roundrobin
  option httpchk GET /readyz
  default-server check inter 500ms fall 2 rise 1
${instances.map((instance, index) => `  server api${index} 127.0.0.1:${instance}`).join('\n')}
`;

/** Debian's HAProxy before the instances. */
export async function startHaproxy(
  folder: string,
  port: number,
  instances: readonly number[],
  cleanup: Cleanup,
): Promise<void> {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, settings(port, instances));
  // In the foreground and as one process: it ends with its number.
  const started = start(process.env.HAPROXY ?? 'haproxy', ['-db', '-f', file]);
  cleanup.add(async () => {
    if (!started.hasEnded()) started.child.kill('SIGKILL');
    await started.ended;
  });
  await eventually('HAProxy listens', async () => {
    if (started.hasEnded()) throw new Error(`HAProxy did not start:\n${started.stderr()}`);
    return (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)) !== undefined;
  });
}

/** Waits until the proxy sends requests to all of the instances: whoever restarts the next one before that has none left. */
export const allAreServed = (origin: string, instances: number): Promise<unknown> =>
  eventually('the proxy has seen that all instances are ready', async () => {
    const list = await fetch(`${origin}${STATISTICS};csv`).then((answer) => answer.text());
    const lines = list.split('\n').filter((line) => /^api,api\d/.test(line));
    return lines.filter((line) => line.split(',').includes('UP')).length === instances;
  });
