import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { postgresBinaries } from './binaries';
import { clusterFolder, initializeCluster, OWNER } from './cluster';
import { POSTGRES_ENVIRONMENT } from './environment';
import { type Identity, unprivilegedIdentity } from './identity';
import { claimSocketFolder, releaseSocketFolder, socketFolder } from './socket-folder';

/** How long a start may take; a recovery after a crash is part of it. */
const START_MS = 60_000;
const STOP_MS = 15_000;
/** Held shared by every process that works on the database: the last one to leave can take it alone. */
const PRESENCE_LOCK = 7_470_002;

export interface EmbeddedPostgres {
  /** For `DATABASE_URL`. */
  url: string;
  /** Leaves the database, and stops it unless another process still works on it. */
  leave(): Promise<void>;
}

interface Cluster {
  folder: string;
  binaries: string;
  sockets: string;
  log: string;
  identity: Identity | undefined;
}

/**
 * Joins the real PostgreSQL below `dataDir`: makes it if there is none, starts it if it does not run, uses it if it
 * does, be it another process's or one left over from a process that was killed.
 *
 * There is no lock file of ours: PostgreSQL's own lets one server run on a folder, and an advisory lock inside it says
 * who is there. Both go with the process that held them.
 *
 * @throws Error that says what PostgreSQL said
 */
export async function joinEmbeddedPostgres(dataDir: string, password: string): Promise<EmbeddedPostgres> {
  const identity = unprivilegedIdentity();
  const binaries = postgresBinaries(identity);
  const folder = clusterFolder(realpathSync(dataDir), identity);
  initializeCluster(folder, binaries, password, identity);
  const cluster: Cluster = {
    folder,
    binaries,
    sockets: socketFolder(folder),
    log: join(dataDir, 'postgres.log'),
    identity,
  };
  const url = `postgres://${OWNER}:${password}@localhost/postgres?host=${encodeURIComponent(cluster.sockets)}`;

  let leaving = false;
  let presence = await enter(cluster, password, comeBack);

  /** The server died under us: whoever notices first starts it again. */
  function comeBack(): void {
    if (leaving) return;
    void (async () => {
      while (!leaving) {
        try {
          presence = await enter(cluster, password, comeBack);
          return;
        } catch {
          await pause(500);
        }
      }
    })();
  }

  return {
    url,
    async leave() {
      leaving = true;
      try {
        await presence`SELECT pg_advisory_unlock_shared(${PRESENCE_LOCK})`;
        const [row] = await presence<
          { alone: boolean }[]
        >`SELECT pg_try_advisory_lock(${PRESENCE_LOCK}) AS alone`;
        if (row?.alone) await stop(cluster);
      } catch {
        // The database is gone already: nothing to leave.
      } finally {
        await presence.end({ timeout: 1 });
      }
    },
  };
}

/** Starts the server where needed and registers us with it. */
async function enter(cluster: Cluster, password: string, onLost: () => void): Promise<Sql> {
  const deadline = Date.now() + START_MS;
  let server: ReturnType<typeof start> | undefined;
  for (;;) {
    let entered = false;
    const presence = postgres({
      host: cluster.sockets,
      user: OWNER,
      password,
      database: 'postgres',
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 5,
      onnotice: () => {},
      connection: { application_name: 'gooclaim-auth presence' },
      onclose: () => {
        if (entered) {
          entered = false;
          void presence.end({ timeout: 0 });
          onLost();
        }
      },
    });
    try {
      await presence`SELECT pg_advisory_lock_shared(${PRESENCE_LOCK})`;
      entered = true;
      return presence;
    } catch (cause) {
      await presence.end({ timeout: 0 });
      if (Date.now() > deadline)
        throw new Error(`The embedded database did not start. Its last words:\n${lastWords(cluster.log)}`, {
          cause,
        });
      // One attempt at a time; a refused one (another start was first, or a crashed server's children still end) is repeated.
      if ((cause as { code?: unknown }).code === '28P01')
        throw new Error(
          'The embedded database has another password than local.json: restore the one that belongs to it.',
        );
      if (!server || server.pid === undefined || server.exitCode !== null || server.signalCode !== null) {
        if (!isStarting(cause)) server = start(cluster);
      }
      await pause(50);
    }
  }
}

/** SQLSTATE 57P03: the server is there and recovers or stops. */
const isStarting = (cause: unknown) => (cause as { code?: unknown } | null)?.code === '57P03';

/**
 * Detached, in a session of its own: Ctrl-C in a terminal reaches the whole foreground group, and would stop the
 * database before the requests under way are answered, or under another process's feet.
 */
function start({ binaries, folder, sockets, log, identity }: Cluster) {
  claimSocketFolder(sockets, identity);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    [
      ['-D', folder],
      ['-k', sockets],
      ['-c', 'listen_addresses='],
      ['-c', 'unix_socket_permissions=0700'],
      ['-c', 'max_connections=100'],
      ['-c', 'shared_buffers=64MB'],
    ].flat(),
    {
      ...identity,
      cwd: dirname(sockets),
      detached: true,
      stdio: ['ignore', output, output],
      env: POSTGRES_ENVIRONMENT,
    },
  );
  closeSync(output);
  child.on('error', () => {});
  child.unref();
  return child;
}

/** Fast shutdown: PostgreSQL rolls back what is open, writes a checkpoint and ends. */
async function stop({ folder, sockets }: Cluster): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  if (!Number.isInteger(pid) || pid < 2) return;
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + STOP_MS; existsSync(file) && Date.now() < deadline; ) await pause(20);
  releaseSocketFolder(sockets);
}

function lastWords(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
  } catch {
    return '(nothing)';
  }
}
