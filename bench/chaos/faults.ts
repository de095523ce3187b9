import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Change } from '../right/truth';
import { allAreServed } from './haproxy';
import { MAX_CONNECTIONS } from './postgres';
import type { Stage } from './stage';
import type { Mode } from './wire';

/** Something that breaks, and is mended. */
export interface Fault {
  name: string;
  /** For the table of results. */
  words: string;
  /** What is needed before, with the load going on; not counted. */
  before?(stage: Stage): Promise<void>;
  /** Breaks it, lets it be broken, and mends it: from its end on the time is taken until all is well. */
  run(stage: Stage, lasting: (seconds: number) => Promise<unknown>, massEnds: Change[]): Promise<void>;
  /** Why it cannot be tried here. */
  impossible?(stage: Stage): string | undefined;
}

const cutWires = async ({ wires }: Stage, mode: Mode) => {
  for (const wire of wires) await wire.turn(mode);
};

/** @param before what becomes of the server that there was, before the other one takes over */
async function failOver(stage: Stage, before: (old: Stage['primary']) => unknown): Promise<Stage['primary']> {
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

const standbys = new WeakMap<Stage, Stage['primary']>();
let number = 0;

/** The server stands still for a moment, while its files are copied. */
async function makeStandby(stage: Stage): Promise<void> {
  const standby = await stage.postgres.standbyOf(stage.primary, `standby-${++number}`);
  stage.cleanup.add(() => standby.kill());
  standbys.set(stage, standby);
}

/** Sessions of others, until no more are let in; those of the service are ended, so that it needs new ones. */
async function useUpConnections(stage: Stage): Promise<() => Promise<void>> {
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

async function setReadOnly(stage: Stage, state: 'on' | 'off'): Promise<void> {
  await stage.primary.run(`ALTER SYSTEM SET default_transaction_read_only = ${state}`);
  await stage.primary.run('SELECT pg_reload_conf()');
}

/** One after the other, in this order. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'none',
    words: 'nothing: the load alone',
    run: (_, lasting) => lasting(1).then(() => {}),
  },
  {
    name: 'instance_killed',
    words: 'one of two instances is killed (`kill -9`), and started again',
    async run({ instances: [instance] }, lasting) {
      await instance.end('SIGKILL');
      await lasting(0.5);
      await instance.start();
    },
  },
  {
    name: 'rolling_restart',
    words: 'both instances are restarted, one after the other (SIGTERM)',
    async run({ instances, origin }) {
      for (const instance of instances) {
        await instance.end('SIGTERM');
        await instance.start();
        await allAreServed(origin, instances.length);
      }
    },
  },
  {
    name: 'redis_killed',
    words: 'Redis is killed, and started again, empty',
    async run({ redis }, lasting) {
      await redis.kill();
      await lasting(1);
      redis.start();
    },
  },
  {
    name: 'redis_hung',
    words: 'Redis hangs (SIGSTOP)',
    async run({ redis }, lasting) {
      redis.freeze();
      await lasting(1);
      redis.thaw();
    },
  },
  {
    name: 'database_killed',
    words: 'PostgreSQL is killed (`kill -9`), and started again',
    async run({ primary }, lasting) {
      await primary.kill();
      await lasting(0.5);
      await primary.start();
    },
  },
  {
    name: 'database_hung',
    words: 'PostgreSQL hangs (SIGSTOP of all its processes)',
    async run({ primary }, lasting) {
      primary.freeze();
      await lasting(2);
      primary.thaw();
    },
  },
  {
    name: 'database_refused',
    words: 'the port of the database is closed',
    async run(stage, lasting) {
      await cutWires(stage, 'refuse');
      await lasting(1);
      await cutWires(stage, 'pass');
    },
  },
  {
    name: 'database_read_only',
    words: 'the database takes no changes (`default_transaction_read_only`)',
    async run(stage, lasting) {
      await setReadOnly(stage, 'on');
      await lasting(1);
      await setReadOnly(stage, 'off');
    },
  },
  {
    name: 'connections_exhausted',
    words: 'others hold all connections of the database, those of the service were ended',
    async run(stage, lasting) {
      const giveBack = await useUpConnections(stage);
      await lasting(1);
      await giveBack();
    },
  },
  {
    name: 'database_slow',
    words: '300 ms more to the database, and 300 ms back',
    async run({ wires }, lasting) {
      for (const wire of wires) wire.slow(300);
      await lasting(1.5);
      for (const wire of wires) wire.slow(0);
    },
  },
  {
    name: 'network_cut',
    words: 'between one instance and the database whatever is sent is lost',
    async run({ wires: [wire] }, lasting) {
      await wire.turn('drop');
      await lasting(2);
      await wire.turn('pass');
    },
  },
  {
    name: 'network_forgotten',
    words:
      'the same for a while; then new connections lead there, and those of before nowhere, without a word',
    async run({ wires: [wire] }, lasting) {
      await wire.turn('drop');
      // Shorter than an answer is waited for: afterwards the instance still holds on to them.
      await lasting(0.6);
      await wire.turn('pass', 'forget');
    },
  },
  {
    name: 'disk_full',
    words: 'the disk of the database is full',
    impossible: ({ smallDisk }) => ('reason' in smallDisk ? smallDisk.reason : undefined),
    async run({ smallDisk, primary }, lasting) {
      if ('reason' in smallDisk) return;
      const ballast = join(smallDisk.folder, 'ballast');
      // Some of it is freed again and again, as old WAL goes.
      for (let times = 0; times < 8; times++) {
        const { bavail, bsize } = statfsSync(smallDisk.folder);
        const room = Number(bavail) * Number(bsize);
        if (room > 0) fill(ballast, room);
        await lasting(0.2);
      }
      rmSync(ballast);
      // One that could not write its log has ended, as it should; whoever runs it starts it again.
      await primary.start();
    },
  },
  {
    name: 'clock_ahead',
    impossible: () => withoutFaketime(),
    words: 'the clock of one instance is 60 s ahead',
    run: ({ instances: [, instance] }, lasting) => moveClock(instance, 60, lasting),
  },
  {
    name: 'clock_behind',
    impossible: () => withoutFaketime(),
    words: 'the clock of one instance is 60 s behind',
    run: ({ instances: [, instance] }, lasting) => moveClock(instance, -60, lasting),
  },
  {
    name: 'keys_rotated',
    words: 'the signing key is rotated at once, then all tokens of the tenant are ended',
    async run({ cli, tenantId }, _, massEnds) {
      await cli('keys', 'rotate', '--now');
      const change: Change = { asked: performance.now(), acknowledged: Number.POSITIVE_INFINITY };
      massEnds.push(change);
      await cli('tenant', 'end-tokens', tenantId);
      change.acknowledged = performance.now();
    },
  },
  {
    name: 'failover_killed',
    words: 'PostgreSQL is killed, its standby promoted',
    before: makeStandby,
    async run(stage) {
      await failOver(stage, (old) => old.kill());
    },
  },
  {
    name: 'failover_hung',
    words: 'PostgreSQL hangs, its standby is promoted, and then the old one goes on',
    before: makeStandby,
    async run(stage, lasting) {
      const old = await failOver(stage, async (before) => {
        before.freeze();
        await lasting(0.5);
      });
      await lasting(0.5);
      old.thaw();
      await lasting(1);
      await old.kill();
    },
  },
  {
    name: 'failover_split',
    words:
      'the standby is promoted while the old PostgreSQL goes on; only new connections lead to the new one',
    before: makeStandby,
    async run(stage, lasting) {
      const old = await failOver(stage, () => {});
      await lasting(1);
      await old.kill();
    },
  },
];

/** With so many bytes, or as many as there is room for: the database takes some of it at the same moment. */
function fill(ballast: string, bytes: number): void {
  try {
    writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
  }
}

const withoutFaketime = () =>
  process.env.FAKETIME_LIBRARY ? undefined : 'libfaketime could not be had from Debian';

async function moveClock(
  instance: Stage['instances'][0],
  seconds: number,
  lasting: (seconds: number) => Promise<unknown>,
): Promise<void> {
  await instance.end('SIGTERM');
  await instance.start(seconds);
  await lasting(1.5);
  await instance.end('SIGTERM');
  await instance.start();
}
