import { expect } from 'vitest';
import { CHECKOUT, RUN } from './checkout';
import { type Finished, runToEnd } from './processes';
import { plainEnvironment } from './service';

/** `npm run --silent cli -- …` */
export const runCli = (
  dataDir: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Finished> =>
  runToEnd(process.execPath, [RUN, 'cli', ...args], {
    cwd: CHECKOUT,
    env: plainEnvironment({ DATA_DIR: dataDir, ...env }),
  });

/** What a command that must succeed prints with --json. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they check
export async function cliJson(dataDir: string, ...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await runCli(dataDir, [...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}
