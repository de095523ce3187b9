import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { percentile } from '../report/statistics';
import type { Stage } from './stage';

/** One answer to a good caller. */
export interface Asked {
  /** From the connection to the last byte, in milliseconds. */
  tookMs: number;
  fault?: string;
}

/** Somebody who asks for a token, and what it is worth, as ever: on a connection of their own each time. */
export class GoodCaller {
  readonly faults: string[] = [];
  private readonly times: number[] = [];
  private longestMs = 0;
  private readonly thread: Worker;

  constructor({ service: { origin }, material }: Stage) {
    this.thread = new Worker(join(CHECKOUT, 'dist', 'bench', 'hostile', 'asker.js'), {
      workerData: { origin, ...material.clients[0] },
    });
    this.thread.on('message', ({ tookMs, fault }: Asked) => {
      this.times.push(tookMs);
      this.longestMs = Math.max(this.longestMs, tookMs);
      if (fault) this.faults.push(fault);
    });
    this.thread.on('error', (cause) => this.faults.push(`the good caller: ${cause.message}`));
  }

  /** @returns when the last request is answered */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.thread.once('exit', resolve));
    this.thread.postMessage('stop');
    await ended;
  }

  get asked(): number {
    return this.times.length;
  }

  /** The longest wait since it was last asked for. */
  turn(): number {
    const longest = this.longestMs;
    this.longestMs = 0;
    return longest;
  }

  /** The wait that 999 of 1,000 did not exceed. */
  get p999Ms(): number {
    return percentile(this.times, 0.999) || 0;
  }
}
