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

/** Beyond its linger, what one may take to stop, in milliseconds: the answers under way, then what waits to be written. */
const STOP_WITHIN_MS = 20_000;
/** What one may take to start, in milliseconds. */
const START_WITHIN_MS = 60_000;

/** What a worker is told: to stop, and how long to linger. */
export interface StopWord {
  gooclaim: 'stop';
  lingerMs: number;
}

/** That it will be told to stop soon. */
export interface DrainWord {
  gooclaim: 'drain';
}

/**
 * Processes behind one port, which share nothing but the database and Redis. One that ends is replaced; at SIGUSR2 all
 * are, one after another, each once its successor serves.
 *
 * @returns how to stop them, after they have drained for so many milliseconds
 * @throws Error when they do not come up
 */
export async function startWorkers(
  count: number,
  log: Container['log'],
): Promise<(drainMs: number) => Promise<void>> {
  cluster.setupPrimary({ exec: resolve('dist', 'worker.js'), args: [] });
  answerForWorkers();
  /** All that were started, and when each has gone. */
  const present = new Map<Worker, Promise<void>>();
  const serving = new Set<Worker>();
  const leaving = new Set<Worker>();
  let ending = false;
  let restarting = false;

  /** Ends one that hangs: it would hold up a restart, or the end, for ever. */
  const killIn = (milliseconds: number, worker: Worker, reason: string): NodeJS.Timeout =>
    setTimeout(() => {
      log.warn({ pid: worker.process.pid }, reason);
      worker.process.kill('SIGKILL');
    }, milliseconds);

  const tellToStop = (worker: Worker, lingerMs: number) =>
    worker.isConnected() && worker.send({ gooclaim: 'stop', lingerMs } satisfies StopWord);

  async function dismiss(worker: Worker, lingerMs: number): Promise<void> {
    leaving.add(worker);
    tellToStop(worker, lingerMs);
    const late = killIn(lingerMs + STOP_WITHIN_MS, worker, 'a worker did not stop in time: it is killed');
    await present.get(worker);
    clearTimeout(late);
  }

  /** @throws Error when it ends before it serves, or cannot be started at all */
  async function hire(): Promise<Worker> {
    const worker = cluster.fork();
    let gone = () => {};
    const end = new Promise<void>((done) => {
      gone = done;
    }).then(() => void present.delete(worker));
    present.set(worker, end);
    const late = killIn(START_WITHIN_MS, worker, 'a worker did not start in time: it is killed');
    const hired = new Promise<Worker>((ready, failed) => {
      worker.on('message', (message) => {
        if (message !== 'serving') return;
        serving.add(worker);
        // It may not have been listening when it was told.
        if (ending) tellToStop(worker, 0);
        const since = Date.now();
        worker.once('exit', (code, signal) => {
          serving.delete(worker);
          if (ending || leaving.delete(worker)) return;
          log.warn({ pid: worker.process.pid, code, signal }, 'a worker ended: another takes its place');
          void replace(Date.now() - since > LASTED_MS);
        });
        ready(worker);
      });
      worker.once('exit', () => {
        gone();
        failed(new Error('A worker ended while it was starting.'));
      });
      // A word to one that was killed a moment ago, or a process that the system does not grant. Unheard it would end
      // this one.
      worker.on('error', (cause) => {
        log.warn({ pid: worker.process.pid, err: cause }, 'a worker cannot be started or reached');
        // One that never was does not exit, and would be kept for ever.
        if (worker.process.pid === undefined) {
          gone();
          delete cluster.workers?.[worker.id];
        } else if (!serving.has(worker)) worker.process.kill('SIGKILL');
        failed(cause);
      });
    });
    return hired.finally(() => clearTimeout(late));
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
      let successor: Worker;
      try {
        successor = await hire();
      } catch (cause) {
        log.error({ err: cause }, 'restart given up: the workers there are go on');
        return;
      }
      // Where it ended while its successor came, another one took its place as well.
      await dismiss(serving.has(old) ? old : successor, LINGER_MS);
    }
    log.info({ workers: serving.size }, 'all workers were restarted');
  }

  async function stop(drainMs: number): Promise<void> {
    ending = true;
    for (const worker of present.keys())
      if (worker.isConnected()) worker.send({ gooclaim: 'drain' } satisfies DrainWord);
    await pause(drainMs);
    await Promise.all([...present.keys()].map((worker) => dismiss(worker, 0)));
  }

  try {
    await Promise.all(Array.from({ length: count }, hire));
  } catch (cause) {
    await stop(0);
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
