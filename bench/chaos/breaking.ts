import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { OwnNetwork } from './own-network';
import { MAX_CONNECTIONS } from './postgres';
import type { Stage } from './stage';
import type { Mode } from './wire';

/** The same for both instances. */
export const turnWires =
  (mode: Mode) =>
  async ({ wires }: Stage): Promise<void> => {
    for (const wire of wires) await wire.turn(mode);
  };

const standbys = new WeakMap<Stage, Stage['primary']>();
let number = 0;

/** The server stands still for a moment, while its files are copied. */
export async function makeStandby(stage: Stage): Promise<void> {
  const standby = await stage.postgres.standbyOf(stage.primary, `standby-${++number}`);
  stage.cleanup.add(() => standby.kill());
  standbys.set(stage, standby);
}

/** @param before what becomes of the server that there was, before the other one takes over. @returns that server */
export async function failOver(
  stage: Stage,
  before: (old: Stage['primary']) => unknown,
): Promise<Stage['primary']> {
  const old = stage.primary;
  const standby = standbys.get(stage);
  if (!standby) throw new Error('There is no standby.');
  await before(old);
  await standby.promote();
  for (const wire of stage.wires) wire.lead(standby.port);
  stage.primary = standby;
  standbys.delete(stage);
  return old;
}

/**
 * Sessions of others, until no more are let in; those of the service are ended, so that it needs new ones.
 *
 * @returns how to give them back
 */
export async function useUpConnections(stage: Stage): Promise<() => Promise<void>> {
  const owner = stage.database();
  const others: postgres.Sql[] = [];
  const isLetIn = async () => {
    const other = postgres(stage.primary.url('gooclaim', 'service'), {
      ...{ max: 1, onnotice: () => {}, connect_timeout: 2, idle_timeout: 0 },
      connection: { application_name: 'others' },
    });
    try {
      await other`SELECT 1`;
      others.push(other);
      return true;
    } catch {
      await other.end({ timeout: 0 });
      return false;
    }
  };
  for (let round = 0; round < 5; round++) {
    while (others.length < MAX_CONNECTIONS && (await isLetIn()));
    await owner`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename = 'service' AND application_name <> 'others'`;
  }
  return async () => {
    await Promise.all(others.map((other) => other.end({ timeout: 1 })));
    await owner.end({ timeout: 1 });
  };
}

export const setReadOnly =
  (state: 'on' | 'off') =>
  async ({ primary }: Stage): Promise<void> => {
    await primary.run(`ALTER SYSTEM SET default_transaction_read_only = ${state}`);
    await primary.run('SELECT pg_reload_conf()');
  };

/** Again and again: some of it is freed, as old WAL goes. @returns what it is full of */
export async function fillDisk(
  { smallDisk }: Stage,
  lasting: (seconds: number) => Promise<unknown>,
): Promise<string | undefined> {
  if ('reason' in smallDisk) return undefined;
  const ballast = join(smallDisk.folder, 'ballast');
  for (let times = 0; times < 8; times++) {
    const { bavail, bsize } = statfsSync(smallDisk.folder);
    const room = Number(bavail) * Number(bsize);
    if (room > 0) fill(ballast, room);
    await lasting(0.2);
  }
  return ballast;
}

/** One that could not write its log has ended, as it should; whoever runs it starts it again. */
export async function freeDisk({ primary }: Stage, ballast: string | undefined): Promise<void> {
  if (ballast) rmSync(ballast);
  await primary.start();
}

/** With so many bytes, or as many as there is room for: the database takes some of it at the same moment. */
function fill(ballast: string, bytes: number): void {
  try {
    writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
  }
}

const networks = new WeakMap<Stage, OwnNetwork>();

/** From here on its link to the database is one of the kernel's, beside which it has none. */
export async function moveOut(stage: Stage): Promise<void> {
  const [instance] = stage.instances;
  const network = new OwnNetwork(stage.folder, {
    instance: instance.port,
    database: stage.wires[0].port,
    redis: stage.redis.port,
  });
  networks.set(stage, network);
  stage.cleanup.add(() => network.close());
  await instance.end('SIGTERM');
  await network.open();
  await instance.start({
    through: network.inside(),
    env: { DATABASE_URL: stage.urlAt(...network.database) },
  });
}

export async function moveBack(stage: Stage): Promise<void> {
  const [instance] = stage.instances;
  await instance.end('SIGTERM');
  await networks.get(stage)?.close();
  await instance.start();
}

export const networkOf = (stage: Stage): OwnNetwork => {
  const network = networks.get(stage);
  if (!network) throw new Error('No instance has a network of its own.');
  return network;
};
