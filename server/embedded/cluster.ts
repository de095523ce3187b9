import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rootFolder } from './binaries';
import { POSTGRES_ENVIRONMENT } from './environment';
import { type Identity, isReachable } from './identity';
import { SHARED_TMP } from './shared-tmp';

/** The role that owns everything in an embedded database. */
export const OWNER = 'gooclaim';

/**
 * The cluster's folder below `dataDir`; for root below a closed folder a link there to a place that PostgreSQL's user
 * can reach, under a random name: whoever deletes `dataDir` starts anew, and never meets an old cluster whose keys are
 * gone.
 */
export function clusterFolder(dataDir: string, identity: Identity | undefined): string {
  const here = join(dataDir, 'postgres');
  if (identity && !isReachable(dataDir, identity)) {
    try {
      symlinkSync(join(rootFolder(), `cluster-${randomBytes(8).toString('hex')}`), here);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
  return lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(here) : here;
}

/**
 * Makes the cluster unless it is there. It is made beside its place and moved there whole, so a crash in the middle
 * leaves nothing half-made, and of two starts at once the second to finish throws its own away.
 */
export function initializeCluster(
  folder: string,
  binaries: string,
  password: string,
  identity: Identity | undefined,
): void {
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  removeAbandoned(folder);
  const fresh = `${folder}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${fresh}.password`;
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    if (identity) for (const path of [passwordFile, fresh]) chownSync(path, identity.uid, identity.gid);
    const made = spawnSync(
      join(binaries, 'bin', 'initdb'),
      [
        `--pgdata=${fresh}`,
        `--username=${OWNER}`,
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      // The folder we stand in may be closed to that user, and initdb insists on knowing where it is.
      { ...identity, cwd: SHARED_TMP, encoding: 'utf8', env: POSTGRES_ENVIRONMENT },
    );
    if (made.status !== 0)
      throw new Error(`initdb could not make the embedded database: ${made.stderr || made.error?.message}`);
    renameSync(fresh, folder);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** What starts that were killed while making the cluster have left beside its place. */
function removeAbandoned(folder: string): void {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    const [, pid] =
      /^\.(\d+)\./.exec(name.startsWith(basename(folder)) ? name.slice(basename(folder).length) : '') ?? [];
    // One with our own number is from a process before us: we have made none yet.
    if (pid && (Number(pid) === process.pid || !isAlive(Number(pid))))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
