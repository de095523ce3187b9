import type { Change } from '../right/truth';
import {
  failOver,
  fillDisk,
  freeDisk,
  makeStandby,
  moveBack,
  moveOut,
  networkOf,
  setReadOnly,
  turnWires,
  useUpConnections,
} from './breaking';
import { allAreServed } from './haproxy';
import { withoutNetworks } from './own-network';
import type { Stage } from './stage';

/** Lets it be broken for so many times as long as is usual. */
type Lasting = (times: number) => Promise<unknown>;

/** Something that breaks, and is mended. */
export interface Fault {
  name: string;
  /** For the table of results. */
  words: string;
  /** What is needed before, with the load going on; not counted. */
  before?(stage: Stage): Promise<void>;
  /** Breaks it, lets it be broken, and mends it: from its end on the time is taken until all is well. */
  run(stage: Stage, lasting: Lasting, massEnds: Change[]): Promise<void>;
  /** What `before` made is taken away; not counted either. */
  after?(stage: Stage): Promise<void>;
  /** Why it cannot be tried here. */
  impossible?(stage: Stage): string | undefined;
}

/** @param mends is given what `breaks` returned */
const broken =
  <Given>(
    times: number,
    breaks: (stage: Stage, lasting: Lasting) => Given | Promise<Given>,
    mends: (stage: Stage, given: Given) => unknown,
  ): Fault['run'] =>
  async (stage, lasting) => {
    const given = await breaks(stage, lasting);
    await lasting(times);
    await mends(stage, given);
  };

const withoutFaketime = () =>
  process.env.FAKETIME_LIBRARY ? undefined : 'libfaketime could not be had from Debian';

/** The second instance's, wrong from its start on, and while it runs. */
const clockFaults = (
  [
    ['ahead', 60],
    ['behind', -60],
  ] as const
).flatMap(([name, seconds]): Fault[] => [
  {
    name: `clock_${name}`,
    words: `the clock of one instance is 60 s ${name}, from its start on`,
    impossible: withoutFaketime,
    async run({ instances: [, instance] }, lasting) {
      await instance.end('SIGTERM');
      await instance.start({ clockSeconds: seconds });
      await lasting(1.5);
      await instance.end('SIGTERM');
      await instance.start();
    },
  },
  {
    name: `clock_set_${name}`,
    words: `the clock of one instance is set 60 s ${name} while it works, and set right again`,
    impossible: withoutFaketime,
    async before({ instances: [, instance] }) {
      await instance.end('SIGTERM');
      await instance.start({ clockSeconds: 0 });
    },
    run: broken(
      1,
      ({ instances: [, instance] }) => instance.setClock(seconds),
      ({ instances: [, instance] }) => instance.setClock(0),
    ),
    async after({ instances: [, instance] }) {
      await instance.end('SIGTERM');
      await instance.start();
    },
  },
]);

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
    run: broken(
      0.5,
      ({ instances: [instance] }) => instance.end('SIGKILL'),
      ({ instances: [instance] }) => instance.start(),
    ),
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
    run: broken(
      1,
      ({ redis }) => redis.kill(),
      ({ redis }) => redis.start(),
    ),
  },
  {
    name: 'redis_hung',
    words: 'Redis hangs (SIGSTOP)',
    run: broken(
      1,
      ({ redis }) => redis.freeze(),
      ({ redis }) => redis.thaw(),
    ),
  },
  {
    name: 'database_killed',
    words: 'PostgreSQL is killed (`kill -9`), and started again',
    run: broken(
      0.5,
      ({ primary }) => primary.kill(),
      ({ primary }) => primary.start(),
    ),
  },
  {
    name: 'database_hung',
    words: 'PostgreSQL hangs (SIGSTOP of all its processes)',
    run: broken(
      2,
      ({ primary }) => primary.freeze(),
      ({ primary }) => primary.thaw(),
    ),
  },
  {
    name: 'database_refused',
    words: 'the port of the database is closed',
    run: broken(1, turnWires('refuse'), turnWires('pass')),
  },
  {
    name: 'database_read_only',
    words: 'the database takes no changes (`default_transaction_read_only`)',
    run: broken(1, setReadOnly('on'), setReadOnly('off')),
  },
  {
    name: 'connections_exhausted',
    words: 'others hold all connections of the database, those of the service were ended',
    run: broken(1, useUpConnections, (_, giveBack) => giveBack()),
  },
  {
    name: 'database_slow',
    words: '300 ms more to the database, and 300 ms back',
    run: broken(
      1.5,
      ({ wires }) => wires.map((wire) => wire.slow(300)),
      ({ wires }) => wires.map((wire) => wire.slow(0)),
    ),
  },
  {
    name: 'network_cut',
    words: 'between one instance and the database whatever is sent is lost',
    run: broken(
      2,
      ({ wires: [wire] }) => wire.turn('drop'),
      ({ wires: [wire] }) => wire.turn('pass'),
    ),
  },
  {
    name: 'network_forgotten',
    words:
      'the same for a while; then new connections lead there, and those of before nowhere, without a word',
    // Shorter than an answer is waited for: afterwards the instance still holds on to them.
    run: broken(
      0.6,
      ({ wires: [wire] }) => wire.turn('drop'),
      ({ wires: [wire] }) => wire.turn('pass', 'forget'),
    ),
  },
  {
    name: 'packets_lost',
    words:
      'the kernel drops all packets between one instance, in a network namespace of its own, and the database; then they pass again',
    impossible: withoutNetworks,
    before: moveOut,
    run: broken(
      2,
      (stage) => networkOf(stage).cut(),
      (stage) => networkOf(stage).mend(),
    ),
    after: moveBack,
  },
  {
    name: 'disk_full',
    words: 'the disk of the database is full',
    impossible: ({ smallDisk }) => ('reason' in smallDisk ? smallDisk.reason : undefined),
    run: broken(0, fillDisk, freeDisk),
  },
  ...clockFaults,
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
    run: broken(
      1,
      (stage) => failOver(stage, () => {}),
      (_, old) => old.kill(),
    ),
  },
];
