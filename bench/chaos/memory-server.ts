import type { Started } from '../../e2e/harness/processes';
import { start } from '../../e2e/harness/processes';

/** A Redis in memory on one port, that can be killed, started again, frozen and thawed. */
export class MemoryServer {
  private running: Started | undefined;

  constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  start(): void {
    this.running = start(process.env.REDIS_SERVER ?? 'redis-server', [
      ...['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.folder],
    ]);
  }

  async kill(): Promise<void> {
    if (!this.running || this.running.hasEnded()) return;
    this.running.child.kill('SIGKILL');
    await this.running.ended;
  }

  freeze = () => this.running?.child.kill('SIGSTOP');
  thaw = () => this.running?.child.kill('SIGCONT');
}
