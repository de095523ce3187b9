import { CHECKOUT, RUN } from '../../e2e/harness/checkout';
import { eventually } from '../../e2e/harness/eventually';
import { type Started, start } from '../../e2e/harness/processes';
import { plainEnvironment } from '../../e2e/harness/service';

/** Stops in time for the proxy to have seen that it is going. */
const DRAIN_SECONDS = 2;

/** One of the instances: `npm start` with `ROLE=api`, started again as often as it ends. */
export class Instance {
  private running: Started | undefined;

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
        CLOCK_OFFSET_SECONDS: String(clockSeconds),
      }),
    });
    await this.isReady();
  }

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

  /** Lines of its log that tell of a defect. */
  defects(): string[] {
    return (this.running?.stderr() ?? '').split('\n').filter((line) => line.includes('"level":50'));
  }
}
