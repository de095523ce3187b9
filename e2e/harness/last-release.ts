import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from './checkout';
import { type Finished, runToEnd } from './processes';
import { plainEnvironment, type ServiceCode } from './service';

/**
 * What runs beside this code while an installation is upgraded; the newest migration it knows, and its commit. Moved
 * forward with each release. Until there is a first one it is what stood on main before the migration after that.
 */
export const LAST_RELEASE = { migration: 12, commit: 'd0353c83587f1350db1a8341c3be6d6a1490c222' };

/** It would install its own packages, into those of this checkout. What is imported here is built already. */
const ENVIRONMENT = { NODE_ENV: 'production', GOOCLAIM_MODE: 'local' };
const inModule = (words: string): string[] => ['--input-type=module', '--eval', words];

export interface LastRelease {
  server: ServiceCode;
  env: Record<string, string>;
  cli(dataDir: string, words: string[], env: Record<string, string>): Promise<Finished>;
  remove(): void;
}

/**
 * The code of the last release, built; with the packages of this checkout, among which all of its own still are.
 *
 * @returns undefined where the history is not here: in an archive, or a clone that was cut short
 */
export async function lastRelease(): Promise<LastRelease | undefined> {
  const git = (...args: string[]) => runToEnd('git', ['-C', CHECKOUT, ...args]).catch(() => undefined);
  if ((await git('cat-file', '-e', `${LAST_RELEASE.commit}^{commit}`))?.code !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-last-release-'));
  const run = async (program: string, args: string[], env = plainEnvironment()) => {
    const { code, stderr } = await runToEnd(program, args, { cwd: folder, env });
    if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${stderr}`);
  };
  await run('git', ['-C', CHECKOUT, 'archive', '--output', join(folder, 'code.tar'), LAST_RELEASE.commit]);
  await run('tar', ['-xf', 'code.tar']);
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
  const build = "const { buildServer } = await import('./scripts/setup/build.mjs'); await buildServer();";
  await run(process.execPath, inModule(build));
  const serve = "const { startServer } = await import('./dist/start.js'); await startServer({ dev: false });";
  const command =
    "const { cli } = await import('./dist/cli.js'); process.exitCode = await cli(process.argv.slice(1));";
  return {
    server: { folder, args: inModule(serve) },
    env: ENVIRONMENT,
    cli: (dataDir, words, env) =>
      runToEnd(process.execPath, [...inModule(command), '--', ...words], {
        cwd: folder,
        env: plainEnvironment({ ...ENVIRONMENT, ...env, DATA_DIR: dataDir }),
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
