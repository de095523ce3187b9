import { expect } from 'vitest';
import { CHECKOUT, RUN } from './checkout';
import { type Finished, runToEnd } from './processes';
import { plainEnvironment } from './service';

/** `npm run --silent tenant -- …` */
export const runTenant = (
  dataDir: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Finished> =>
  runToEnd(process.execPath, [RUN, 'tenant', ...args], {
    cwd: CHECKOUT,
    env: plainEnvironment({ DATA_DIR: dataDir, ...env }),
  });

/** The same, or a failed test. */
export async function operate(dataDir: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await runTenant(dataDir, args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}
