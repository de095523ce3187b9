import { writeFileSync } from 'node:fs';
import { CHECKOUT, RUN } from '../../e2e/harness/checkout';
import { eventually } from '../../e2e/harness/eventually';
import { type Started, start } from '../../e2e/harness/processes';
import { plainEnvironment } from '../../e2e/harness/service';

/** Stops in time for the proxy to have seen that it is going. */
const DRAIN_SECONDS = 2;

interface Ways {
  /** By how much its clock is wrong. Only one that is started with this can have its clock set. */
  clockSeconds?: number;
  /** A program that starts it in another place, such as `nsenter … --`. */
  through?: string[];
  /** In place of what it is started with otherwise. */
  env?: Record<string, string>;
}

/** One of the instances: `npm start` with `ROLE=api`, started again as often as it ends. */
export class Instance {
  private running: Started | undefined;
  private readonly all: Started[] = [];

  constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly clockFile: string,
  ) {}

  async start({ clockSeconds, through = [], env }: Ways = {}): Promise<void> {
    if (clockSeconds !== undefined) this.setClock(clockSeconds);
    const [program = '', ...args] = [...through, process.execPath, RUN, 'start'];
    this.running = start(program, args, {
      cwd: CHECKOUT,
      env: plainEnvironment({
        ...this.env,
        ...env,
        ROLE: 'api',
        PORT: String(this.port),
        DRAIN_SECONDS: String(DRAIN_SECONDS),
        ...(clockSeconds !== undefined && ownClock(this.clockFile)),
      }),
    });
    this.all.push(this.running);
    await this.isReady();
  }

  /** What it has logged, in all its lives. */
  log = (): string => this.all.map(({ stderr }) => stderr()).join('');

  isReady(): Promise<unknown> {
    return eventually(
      'the instance is ready',
      async () => {
        if (this.running?.hasEnded()) throw new Error(`It ended:\n${this.running.stderr().slice(-2_000)}`);
        const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
        return answer?.status === 200;
      },
      90,
    );
  }

  /** In the middle of its work, as somebody who sets the machine's. */
  setClock(seconds: number): void {
    writeFileSync(this.clockFile, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.running || this.running.hasEnded()) return;
    this.running.child.kill(signal);
    await this.running.ended;
  }

  /** What it said before it ended, though nobody wished it to; undefined while it runs. */
  lastWords(): string | undefined {
    return this.running?.hasEnded() ? this.running.stderr().slice(-2_000) : undefined;
  }
}

/** By Debian's libfaketime: the machine itself seems to be wrong. Timers go on by the right one. */
const ownClock = (file: string) => ({
  LD_PRELOAD: process.env.FAKETIME_LIBRARY ?? '',
  FAKETIME_TIMESTAMP_FILE: file,
  FAKETIME_CACHE_DURATION: '1',
  DONT_FAKE_MONOTONIC: '1',
});
