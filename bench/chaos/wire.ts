import { createServer, type Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** `drop`: whatever is sent is lost without a word. `refuse`: nobody is there. */
export type Mode = 'pass' | 'drop' | 'refuse';

/** A wire between an instance and the database, to be cut. What it does holds for this instance alone. */
export class Wire {
  private server: Server | undefined;
  private readonly ends = new Set<Socket>();
  /** Of connections that something was lost on, and nobody has hung up. */
  private readonly astray = new WeakSet<Socket>();
  private mode: Mode = 'pass';
  private delayMs = 0;

  constructor(
    readonly port: number,
    private target: number,
  ) {}

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer((near) => this.join(near));
      this.server = server;
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  private join(near: Socket): void {
    const far = new Socket();
    this.keep(near, far);
    this.keep(far, near);
    far.connect(this.target, '127.0.0.1');
  }

  private keep(from: Socket, to: Socket): void {
    this.ends.add(from);
    // An answer that is written as it comes: one wire more must not cost what Nagle does.
    from.setNoDelay(true);
    from.on('error', () => {});
    let before: Promise<unknown> | undefined;
    from.on('data', (chunk) => {
      if (this.mode === 'drop' || this.astray.has(from)) return;
      const pass = () => void (to.writable && to.write(chunk));
      if (this.delayMs === 0 && !before) return pass();
      // What comes later must not overtake what is on its way.
      const mine = Promise.all([before, pause(this.delayMs)]).then(pass);
      before = mine;
      void mine.then(() => {
        if (before === mine) before = undefined;
      });
    });
    from.on('close', () => {
      this.ends.delete(from);
      // Behind a cable that is cut, nobody learns that the other one has gone.
      if (this.mode !== 'drop') to.destroy();
    });
  }

  /** New connections lead there; those there are stay where they are. */
  lead(target: number): void {
    this.target = target;
  }

  /** Milliseconds, each way. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** @param afterwards what becomes of the connections there were: `forget`: whatever is sent on them is lost for ever */
  async turn(mode: Mode, afterwards: 'hang up' | 'forget' = 'hang up'): Promise<void> {
    const before = this.mode;
    this.mode = mode;
    if (mode === 'refuse') await this.close();
    else if (before === 'refuse') await this.open();
    // What was lost is lost: TCP would send it again, but here nobody has it any more.
    else if (before === 'drop' && afterwards === 'hang up') this.hangUp();
    else if (before === 'drop') for (const end of this.ends) this.astray.add(end);
  }

  private hangUp(): void {
    for (const end of this.ends) end.destroy();
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.hangUp();
    if (server) await new Promise((closed) => server.close(closed));
  }
}
