import { join } from 'node:path';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { eventually } from '../../e2e/harness/eventually';
import { freePort } from '../../e2e/harness/free-port';
import { start } from '../../e2e/harness/processes';
import { plainEnvironment } from '../../e2e/harness/service';
import type { Cleanup } from './cleanup';

/** One of the programs of `bench/processes`, as it was built. */
export const programOf = (name: string): string => join(CHECKOUT, 'dist', 'bench', 'processes', `${name}.js`);

export interface Beside {
  port: number;
  processes: Record<string, number>;
}

/** A server that is measured beside the product, in a process of its own. Ready when it takes connections. */
export async function startBeside(
  name: string,
  cleanup: Cleanup,
  env: Record<string, string> = {},
): Promise<Beside> {
  const port = await freePort();
  const started = start(process.execPath, [programOf(name)], {
    cwd: CHECKOUT,
    env: plainEnvironment({ NODE_ENV: 'production', ...env, PORT: String(port) }),
  });
  cleanup.add(async () => {
    if (!started.hasEnded()) started.child.kill('SIGKILL');
    await started.ended;
  });
  await eventually(`${name} is ready`, async () => {
    if (started.hasEnded()) throw new Error(`${name} did not start:\n${started.stderr()}`);
    return fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.arrayBuffer().then(() => true),
      () => false,
    );
  });
  return { port, processes: { [name]: started.pid } };
}
