import { expect } from 'vitest';
import { CHECKOUT, RUN } from './checkout';
import { type Finished, runToEnd, type Started, start } from './processes';
import { plainEnvironment } from './service';

type CommandLine = [dataDir: string, args: string[], env?: Record<string, string>];

const commandLine = (...[dataDir, args, env = {}]: CommandLine): Parameters<typeof start> => [
  process.execPath,
  [RUN, 'cli', ...args],
  { cwd: CHECKOUT, env: plainEnvironment({ DATA_DIR: dataDir, ...env }) },
];

/** `npm run --silent cli -- …` */
export const runCli = (...line: CommandLine): Promise<Finished> => runToEnd(...commandLine(...line));

/** The same, under way. */
export const startCli = (...line: CommandLine): Started => start(...commandLine(...line));

/** What a command that must succeed prints with --json. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they check
export async function cliJson(dataDir: string, ...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await runCli(dataDir, [...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}
