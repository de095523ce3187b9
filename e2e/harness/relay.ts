import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port';

/** A wire to a unix socket or a port, at a port of this machine, that can break in every way a network can. */
export class Relay {
  port = 0;
  /** `lose`: nothing arrives, and nobody is told. `hang up`: whoever comes is taken and sent away. */
  mode: 'pass' | 'lose' | 'hang up' = 'pass';
  /** Where new connections lead. */
  target: string | number;
  private server: Server | undefined;
  private readonly pairs = new Map<Socket, { far: Socket; target: string | number }>();

  constructor(target: string | number) {
    this.target = target;
  }

  /** Before that, and after `close`, nobody is there. */
  async open(): Promise<void> {
    this.port ||= await freePort();
    const server = createServer((near) => this.join(near));
    this.server = server;
    await new Promise<void>((opened) => server.listen(this.port, '127.0.0.1', opened));
  }

  private join(near: Socket): void {
    near.on('error', () => {});
    if (this.mode === 'hang up') {
      near.resume().end();
      return;
    }
    const { target } = this;
    const far = typeof target === 'number' ? connect(target, 'localhost') : connect(target);
    far.on('error', () => {});
    this.pairs.set(near, { far, target });
    near.on('data', (chunk) => this.mode !== 'lose' && far.write(chunk));
    far.on('data', (chunk) => this.mode !== 'lose' && near.write(chunk));
    near.on('close', () => {
      // Of what gets lost, that one hung up does as well.
      if (this.mode === 'lose') return;
      this.pairs.delete(near);
      far.destroy();
    });
    far.on('close', () => {
      this.pairs.delete(near);
      near.destroy();
    });
  }

  /** So many connections lead there. */
  count = (target: string | number): number =>
    [...this.pairs.values()].filter((pair) => pair.target === target).length;

  /** Ends all connections at once. */
  cut(): void {
    for (const [near, { far }] of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.cut();
    if (server) await new Promise((closed) => server.close(closed));
  }
}
