import { execFileSync } from 'node:child_process';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { eventually } from '../../e2e/harness/eventually';
import { type Started, start } from '../../e2e/harness/processes';
import { forward, type Place } from './forward';

/** Of the two ends of the link, link-local (RFC 3927): nothing else is in either network, and no packet leaves them. */
const HERE = '169.254.77.2';
const THERE = '169.254.77.1';
const LINK = 'chaos';
/** Of no card on the link: what is sent to it is dropped by whoever gets it, without a word. */
const NOBODY = '02:00:00:00:00:99';

const IP = () => process.env.IPROUTE || 'ip';
const ip = (...words: string[]) => execFileSync(IP(), words, { stdio: 'pipe' });

/** @returns why there can be no such network; undefined where it can */
export function withoutNetworks(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'networks of their own are made by root on Linux alone';
  try {
    ip('-V');
    execFileSync('unshare', ['--net', IP(), 'link', 'set', 'lo', 'up'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'networks of their own cannot be made here (unshare, and ip of iproute2)';
  }
}

/**
 * Two networks of the kernel's and one link between them. An instance is in the one, and in the other somebody forwards
 * to the database; all else goes by unix sockets, which know of no network. Where the link is cut, packets are lost: TCP
 * sends them again, and neither end gets a FIN or a RST.
 */
export class OwnNetwork {
  private near: Started | undefined;
  private far: Started | undefined;
  private servers: Server[] = [];
  private readonly at: (name: string) => Place;

  /** @param ports of this machine: the instance's, which is forwarded into the network, the database's, and Redis's */
  constructor(
    folder: string,
    private readonly ports: { instance: number; database: number; redis: number },
  ) {
    this.at = (name) => ({ path: join(folder, `${name}.socket`) });
  }

  /** As the instance sees it. */
  get database(): [host: string, port: number] {
    return [THERE, this.ports.database];
  }

  async open(): Promise<void> {
    const { at } = this;
    const { instance, database, redis } = this.ports;
    const loopback = (port: number) => ({ host: '127.0.0.1', port });
    this.near = await apart([
      [at('instance'), loopback(instance)],
      [{ host: '0.0.0.0', port: redis }, at('redis')],
    ]);
    this.far = await apart([[{ host: '0.0.0.0', port: database }, at('database')]]);
    this.servers = await Promise.all([
      forward(loopback(instance), at('instance')),
      forward(at('redis'), loopback(redis)),
      forward(at('database'), loopback(database)),
    ]);
    const ends = ['netns', String(this.near.pid), 'type', 'veth', 'peer', 'name', LINK, 'netns'];
    ip('link', 'add', LINK, ...ends, String(this.far.pid));
    for (const [network, address] of [
      [this.near, HERE],
      [this.far, THERE],
    ] as const) {
      within(network, 'link', 'set', 'lo', 'up');
      within(network, 'address', 'add', `${address}/30`, 'dev', LINK);
      within(network, 'link', 'set', LINK, 'up');
    }
  }

  /** What a program is started through to be in it. */
  inside(): string[] {
    return this.near ? entering(this.near) : [];
  }

  cut(): void {
    for (const [network, other] of this.ends())
      within(network, 'neighbour', 'replace', other, 'lladdr', NOBODY, 'dev', LINK, 'nud', 'permanent');
  }

  mend(): void {
    for (const [network, other] of this.ends()) within(network, 'neighbour', 'delete', other, 'dev', LINK);
  }

  private ends(): [Started, string][] {
    if (!this.near || !this.far) throw new Error('The network is not open.');
    return [
      [this.near, THERE],
      [this.far, HERE],
    ];
  }

  /** The networks go with the last that is in them, and the link with them. */
  async close(): Promise<void> {
    for (const server of this.servers) server.close();
    for (const holder of [this.near, this.far]) {
      holder?.child.kill('SIGKILL');
      await holder?.ended;
    }
    this.servers = [];
    this.near = undefined;
    this.far = undefined;
  }
}

/** In a network of its own, with nobody else in it. */
async function apart(pairs: [Place, Place][]): Promise<Started> {
  const program = join(CHECKOUT, 'dist', 'bench', 'processes', 'forwarder.js');
  const holder = start('unshare', ['--net', process.execPath, program, JSON.stringify(pairs)]);
  await eventually('the forwarder is ready', () => {
    if (holder.hasEnded()) throw new Error(`The forwarder ended:\n${holder.stderr()}`);
    return holder.stdout().includes('ready');
  });
  return holder;
}

const entering = ({ pid }: Started): string[] => ['nsenter', `--target=${pid}`, '--net', '--'];

function within(network: Started, ...words: string[]): void {
  const [program = '', ...args] = [...entering(network), IP(), ...words];
  execFileSync(program, args, { stdio: 'pipe' });
}
