import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { runCli } from '../../e2e/harness/cli';
import { freePort } from '../../e2e/harness/free-port';
import type { Credentials } from '../../e2e/harness/wire';
import { Cleanup } from '../world/cleanup';
import { RAISED_LIMITS } from '../world/settings';
import { startHaproxy } from './haproxy';
import { Instance } from './instance';
import { MemoryServer } from './memory-server';
import { type Cluster, Postgres } from './postgres';
import { Wire } from './wire';

const DATABASE = 'gooclaim';
const USER = 'service';
/** Of the file system that is made full. */
const SMALL_MB = 320;

/** All that can break, as it stands. */
export interface Stage {
  origin: string;
  instances: readonly [Instance, Instance];
  /** From each instance to the database. */
  wires: readonly [Wire, Wire];
  redis: MemoryServer;
  postgres: Postgres;
  /** The one that is written to now. */
  primary: Cluster;
  /** For what only this run needs. */
  folder: string;
  /** The database's address, as the service has it, where it is reached elsewhere than it is. */
  urlAt(host: string, port: number): string;
  /** Of the database's files, where it can be made full; or why it cannot. */
  smallDisk: { folder: string } | { reason: string };
  manager: Credentials;
  tenantId: string;
  /** The command line, on the same settings. */
  cli(...args: string[]): Promise<unknown>;
  /** To the primary, as its owner. To be ended by the caller. */
  database(): Sql;
  cleanup: Cleanup;
}

export async function setStage(): Promise<Stage> {
  const cleanup = new Cleanup();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'gooclaim-chaos-'));
    // PostgreSQL's user passes through.
    chmodSync(folder, 0o711);
    cleanup.add(() => rmSync(folder, { recursive: true, force: true }));

    const smallDisk = mountSmallDisk(folder, cleanup);
    const postgres = new Postgres(folder);
    const primary = await postgres.make(
      'first',
      'folder' in smallDisk ? join(smallDisk.folder, 'data') : undefined,
    );
    cleanup.add(() => primary.kill());
    await primary.start();
    // Not a superuser: those have connections of their own when the others are used up.
    await primary.run(`CREATE ROLE ${USER} LOGIN CREATEROLE PASSWORD '${postgres.password}'`);
    await primary.run(`CREATE DATABASE ${DATABASE} OWNER ${USER}`);

    const redis = new MemoryServer(await freePort(), folder);
    redis.start();
    cleanup.add(() => redis.kill());

    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const dataDir = join(folder, 'settings');
    const settings = {
      ...RAISED_LIMITS,
      DATA_DIR: dataDir,
      ISSUER: origin,
      LOG_LEVEL: 'warn',
      REDIS_URL: `redis://127.0.0.1:${redis.port}/0`,
    };
    const wires = await Promise.all([layWire(primary.port, cleanup), layWire(primary.port, cleanup)]);
    const urlAt = (host: string, port: number) =>
      `postgres://${USER}:${postgres.password}@${host}:${port}/${DATABASE}`;
    const urlThrough = (wire: Wire) => urlAt('127.0.0.1', wire.port);
    const newInstance = async (wire: Wire) => {
      const env = { ...settings, DATABASE_URL: urlThrough(wire) };
      const instance = new Instance(await freePort(), env, join(folder, `clock-${wire.port}`));
      cleanup.add(() => instance.end('SIGKILL'));
      return instance;
    };
    const instances = await Promise.all([newInstance(wires[0]), newInstance(wires[1])]);
    const cli = (...args: string[]) =>
      printed(dataDir, args, { ...settings, DATABASE_URL: urlThrough(wires[1]) });
    const made = (await cli(
      ...['tenant', 'onboard', '--show-secret', '--tenant', 'Chaos TPA', '--admin', 'admin@chaos.test'],
      ...['--scopes', 'workflow:read audit:read clients:read clients:write'],
    )) as Credentials & { tenant_id: string };
    await Promise.all(instances.map((instance) => instance.start()));
    await startHaproxy(
      folder,
      port,
      instances.map((instance) => instance.port),
      cleanup,
    );
    const stage: Stage = {
      ...{ origin, instances, wires, redis, postgres, primary, folder, urlAt, smallDisk, cli, cleanup },
      manager: { client_id: made.client_id, client_secret: made.client_secret },
      tenantId: made.tenant_id,
      database: () => stage.primary.connect(DATABASE),
    };
    return stage;
  } catch (cause) {
    await cleanup.run();
    throw cause;
  }
}

/** What a command prints with --json. @throws Error with what it says of its failure */
async function printed(...[dataDir, args, env]: Parameters<typeof runCli>): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(dataDir, [...args, '--json'], env);
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout);
}

async function layWire(target: number, cleanup: Cleanup): Promise<Wire> {
  const wire = new Wire(await freePort(), target);
  await wire.open();
  cleanup.add(() => wire.close());
  return wire;
}

/** A file system in memory, so small that it can be filled. Only root may make one. */
function mountSmallDisk(folder: string, cleanup: Cleanup): Stage['smallDisk'] {
  const place = join(folder, 'small-disk');
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_MB}m,mode=711`, 'tmpfs', place], {
      stdio: 'pipe',
    });
  } catch {
    return { reason: 'a small file system can only be mounted by root, where mounting is allowed' };
  }
  cleanup.add(() => execFileSync('umount', [place]));
  return { folder: place };
}
