import { CHECKOUT, RUN } from '../../e2e/harness/checkout';
import { eventually } from '../../e2e/harness/eventually';
import { type Started, start } from '../../e2e/harness/processes';
import { plainEnvironment } from '../../e2e/harness/service';

/** Stops in time for the proxy to have seen that it is going. */
const DRAIN_SECONDS = 2;

/** One of the instances: `npm start` with `ROLE=api`, started again as often as it ends. */
export class Instance {
  private running: Started | undefined;
  private readonly all: Started[] = [];

  constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  /** @param clockSeconds by how much its clock goes wrong */
  async start(clockSeconds = 0): Promise<void> {
    this.running = start(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({
        ...this.env,
        ROLE: 'api',
        PORT: String(this.port),
        DRAIN_SECONDS: String(DRAIN_SECONDS),
        ...(clockSeconds !== 0 && wrongClock(clockSeconds)),
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
const wrongClock = (seconds: number) => ({
  LD_PRELOAD: process.env.FAKETIME_LIBRARY ?? '',
  FAKETIME: `${seconds > 0 ? '+' : ''}${seconds}s`,
  DONT_FAKE_MONOTONIC: '1',
});
