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

/** What its `npm start` sets; that itself would install its packages, in the place of those of this checkout. */
const ENVIRONMENT = { NODE_ENV: 'production', GOOCLAIM_MODE: 'local' };
const inModule = (words: string): string[] => ['--input-type=module', '--eval', words];

export interface LastRelease {
  server: ServiceCode;
  env: Record<string, string>;
  cli(dataDir: string, words: string[], env: Record<string, string>): Promise<Finished>;
  remove(): void;
}

const git = (...args: string[]) => runToEnd('git', ['-C', CHECKOUT, ...args]);

/** Whether its code can be had: not in an archive, or a clone that was cut short. */
export const hasLastRelease = (): Promise<boolean> =>
  git('cat-file', '-e', `${LAST_RELEASE.commit}^{commit}`).then(
    ({ code }) => code === 0,
    () => false,
  );

/** The code of the last release, built; with the packages of this checkout, among which all of its own still are. */
export async function lastRelease(): Promise<LastRelease> {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-last-release-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await unpack(folder);
  } catch (cause) {
    remove();
    throw cause;
  }
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
    remove,
  };
}

async function unpack(folder: string): Promise<void> {
  const run = async (program: string, args: string[]) => {
    const { code, stderr } = await runToEnd(program, args, { cwd: folder, env: plainEnvironment() });
    if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${stderr}`);
  };
  await run('git', ['-C', CHECKOUT, 'archive', '--output', join(folder, 'code.tar'), LAST_RELEASE.commit]);
  await run('tar', ['-xf', 'code.tar']);
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
  const build = "const { buildServer } = await import('./scripts/setup/build.mjs'); await buildServer();";
  await run(process.execPath, inModule(build));
}
