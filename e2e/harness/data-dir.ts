import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { isAlive } from './processes';

interface NewDataDir {
  /** Of the folder it is in. */
  mode?: number;
  /** Not there yet: whatever is about how the first things are made. */
  fresh?: boolean;
}

/**
 * A DATA_DIR below a folder that other users may pass through: a copy of an empty, migrated database where `npm test`
 * has made one, which a first start finds as it would find one of a command before it. Keys, demo and issuer are the
 * start's own.
 */
export function newDataDir({ mode, fresh = mode !== undefined }: NewDataDir = {}): string {
  const parent = mkdtempSync(join(tmpdir(), 'gooclaim-e2e-'));
  chmodSync(parent, mode ?? 0o711);
  const dataDir = join(parent, 'data');
  const template = process.env.DATA_TEMPLATE;
  // With its owners: PostgreSQL's user may be another one.
  if (template && !fresh) execFileSync('cp', ['-a', template, dataDir]);
  return dataDir;
}

export interface Postmaster {
  pid: number;
  socketFolder: string;
}

/** What PostgreSQL itself says of the server on this folder; undefined when none runs. */
export function postmaster(dataDir: string): Postmaster | undefined {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , , socketFolder = ''] = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(pid), socketFolder };
}

/** The `DATABASE_URL` of the running embedded database. */
export function databaseUrl(dataDir: string): string {
  const { POSTGRES_PASSWORD } = localSettings(dataDir);
  const running = postmaster(dataDir);
  if (!running) throw new Error(`No PostgreSQL runs on ${dataDir}.`);
  return `postgres://gooclaim:${POSTGRES_PASSWORD}@localhost/postgres?host=${encodeURIComponent(running.socketFolder)}`;
}

export const localSettings = (dataDir: string): Record<string, string> =>
  JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8'));

/** Where the socket of a cluster is, which stays behind, empty, when its server has ended. */
const socketsOf = (cluster: string): string =>
  join(tmpdir(), `gooclaim-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`);

/** The issuer that the first server on this folder gave itself. */
export const localIssuer = (dataDir: string): string => readFileSync(join(dataDir, 'issuer'), 'utf8').trim();

/** Ends a database that was left behind, and removes all that was made for it. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const left = postmaster(dataDir);
  if (left && isAlive(left.pid)) {
    process.kill(left.pid, 'SIGQUIT');
    await eventually('PostgreSQL ends', () => !isAlive(left.pid), 10);
  }
  const cluster = join(dataDir, 'postgres');
  const link = lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink();
  // Below a closed folder the cluster is elsewhere, and a link leads there.
  const folder = link ? readlinkSync(cluster) : existsSync(cluster) ? realpathSync(cluster) : undefined;
  if (folder) rmSync(socketsOf(folder), { recursive: true, force: true });
  if (folder && link) rmSync(folder, { recursive: true, force: true });
  rmSync(join(dataDir, '..'), { recursive: true, force: true });
}
