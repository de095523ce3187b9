import cluster, { type Worker } from 'node:cluster';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from '@/lib/container';
import { answerForWorkers } from './metrics-of-workers';

/** Between one that ended by itself and the one in its place, in milliseconds; doubled with each that does not last. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** One that served for so long had a fault of its own, not one that the next will have too. */
const LASTED_MS = 10_000;

/**
 * How long the connections of a worker that is being replaced may bring another request, in milliseconds. Its answers
 * ask them to go.
 */
const LINGER_MS = 2_000;

/** What a worker is told: to stop, and how long to linger. */
export interface StopWord {
  gooclaim: 'stop';
  lingerMs: number;
}

/**
 * Processes behind one port, which share nothing but the database and Redis. One that ends is replaced; at SIGUSR2 all
 * are, one after another, each once its successor serves.
 *
 * @returns how to stop them
 * @throws Error when they do not come up
 */
export async function startWorkers(count: number, log: Container['log']): Promise<() => Promise<void>> {
  cluster.setupPrimary({ exec: resolve('dist', 'worker.js'), args: [] });
  answerForWorkers();
  const serving = new Set<Worker>();
  const leaving = new Set<Worker>();
  let ending = false;
  let restarting = false;

  const gone = (worker: Worker) =>
    new Promise<void>((done) => (worker.isDead() ? done() : worker.once('exit', () => done())));

  const dismiss = (worker: Worker, lingerMs: number): Promise<void> => {
    leaving.add(worker);
    if (worker.isConnected()) worker.send({ gooclaim: 'stop', lingerMs } satisfies StopWord);
    return gone(worker);
  };

  /** @throws Error when it ends before it serves */
  function hire(): Promise<Worker> {
    const worker = cluster.fork();
    return new Promise((ready, failed) => {
      worker.on('message', (message) => {
        if (message !== 'serving') return;
        serving.add(worker);
        const since = Date.now();
        worker.once('exit', (code, signal) => {
          serving.delete(worker);
          if (ending || leaving.delete(worker)) return;
          log.warn({ pid: worker.process.pid, code, signal }, 'a worker ended: another takes its place');
          void replace(Date.now() - since > LASTED_MS);
        });
        ready(worker);
      });
      worker.once('exit', () => failed(new Error('A worker ended while it was starting.')));
    });
  }

  let hurry = FIRST_PAUSE_MS;
  async function replace(lasted: boolean): Promise<void> {
    hurry = lasted ? FIRST_PAUSE_MS : Math.min(hurry * 2, LONGEST_PAUSE_MS);
    while (!ending) {
      await pause(hurry);
      if (ending) return;
      try {
        await hire();
        return;
      } catch (cause) {
        hurry = Math.min(hurry * 2, LONGEST_PAUSE_MS);
        log.error({ err: cause, retry_ms: hurry }, 'no worker in its place yet');
      }
    }
  }

  async function restart(): Promise<void> {
    for (const old of [...serving]) {
      if (ending) return;
      // One that ended meanwhile was replaced already.
      if (!serving.has(old)) continue;
      try {
        await hire();
      } catch (cause) {
        log.error({ err: cause }, 'restart given up: the workers there are go on');
        return;
      }
      await dismiss(old, LINGER_MS);
    }
    log.info({ workers: serving.size }, 'all workers were restarted');
  }

  async function stop(): Promise<void> {
    ending = true;
    await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && dismiss(worker, 0)));
  }

  try {
    await Promise.all(Array.from({ length: count }, hire));
  } catch (cause) {
    await stop();
    throw cause;
  }
  process.on('SIGUSR2', () => {
    if (restarting) return;
    restarting = true;
    void restart().finally(() => {
      restarting = false;
    });
  });
  return stop;
}
