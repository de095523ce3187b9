import type { Executor } from '../store/database';
import { hasEndpoints, nextTryAt, takeUnqueued } from '../store/webhook-deliveries';
import { openWebhookQueue, type QueueJob, type WebhookQueue } from '../store/webhook-queue';
import { type AttemptServices, attempt, type Result } from './attempt';

export interface WebhookWorker {
  /** Looks for what is to be delivered now: something was told, or it is the first time. */
  wake(): void;
  /** Takes nothing new; a try that does not end in time is left to another process. */
  close(withinMs: number): Promise<void>;
}

export interface WorkerServices extends AttemptServices {
  log: { warn(fields: object, message: string): void };
  /** Told of every try. */
  count(result: Result): void;
}

/** Tries under way at once in one process. */
const MOST_AT_ONCE = 10;
/** Of one tenant: whose endpoints are slow has no more than these, for as long as a try may take. */
const MOST_OF_TENANT = 2;
const MOST_QUEUED_AT_ONCE = 500;
/** What nothing announces, such as the work of a process that died, is found by looking. In milliseconds. */
const LOOK_EVERY_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;
/** After the end of a try's time its process is believed to be dead, in seconds. */
const GRACE_SECONDS = 5;

/**
 * Delivers what the outbox holds. Any number of instances may do so at once: pg-boss gives each job to one of them, and
 * to another when that one dies. Where no tenant has an endpoint it only looks now and then whether one has.
 */
export function createWebhookWorker(services: WorkerServices): WebhookWorker {
  const { db, clock, log, count } = services;
  const giveUp = new AbortController();
  const underWay = new Map<Promise<void>, string>();
  let queue: WebhookQueue | undefined;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> | undefined;
  let isAwake = false;
  let isClosing = false;

  const wake = () => {
    isAwake = true;
    if (isClosing || turn) return;
    clearTimeout(timer);
    turn = look().finally(() => {
      turn = undefined;
      if (isAwake) wake();
    });
  };
  function later(milliseconds: number): void {
    clearTimeout(timer);
    if (isClosing) return;
    timer = setTimeout(wake, milliseconds);
    timer.unref();
  }

  async function look(): Promise<void> {
    isAwake = false;
    let pause = LOOK_EVERY_MS;
    try {
      pause = await takeUp();
    } catch (cause) {
      log.warn({ err: cause }, 'delivery of webhooks put off');
    }
    later(pause);
  }

  /** @returns how long nothing will be due, in milliseconds */
  async function takeUp(): Promise<number> {
    if (!queue) {
      if (!(await hasEndpoints(db))) return LOOK_EVERY_MS;
      queue = await openWebhookQueue(db, Math.ceil(services.timeoutMs / 1000) + GRACE_SECONDS);
    }
    const open = queue;
    await db.transaction((tx) => putInQueue(tx, open));
    let taken = 0;
    while (underWay.size < MOST_AT_ONCE && !isClosing) {
      const job = await open.take(busyTenants());
      if (!job) break;
      run(job, open);
      taken++;
    }
    const next = await nextTryAt(db);
    if (!next) return LOOK_EVERY_MS;
    const wait = next.getTime() - clock();
    // Due, and not here: somebody else has it, or had it and died.
    if (wait <= 0 && taken === 0) await open.revive();
    return Math.min(LOOK_EVERY_MS, Math.max(LOOK_AGAIN_MS, wait));
  }

  async function putInQueue(tx: Executor, open: WebhookQueue): Promise<void> {
    const rows = await takeUnqueued(tx, MOST_QUEUED_AT_ONCE);
    if (rows.length === 0) return;
    const now = clock();
    await open.put(
      tx,
      rows.map(({ id, tenantId, nextTryAt: at, urgent }) => ({
        deliveryId: id,
        tenantId,
        afterSeconds: Math.max(0, Math.ceil((at.getTime() - now) / 1000)),
        urgent,
      })),
    );
  }

  function busyTenants(): string[] {
    const tenants = [...underWay.values()];
    return [...new Set(tenants)].filter(
      (tenant) => tenants.filter((one) => one === tenant).length >= MOST_OF_TENANT,
    );
  }

  function run(job: QueueJob, open: WebhookQueue): void {
    const done = attempt(job.deliveryId, (tx) => open.remove(tx, job), services, giveUp.signal)
      .then(async (result) => {
        count(result);
        if (result === 'given up') await open.giveBack(job);
      })
      // It is given to somebody again when its time is over.
      .catch((cause: unknown) => log.warn({ err: cause }, 'outcome of a webhook not written down'))
      .finally(() => {
        underWay.delete(done);
        wake();
      });
    underWay.set(done, job.tenantId);
  }

  return {
    wake,
    async close(withinMs) {
      isClosing = true;
      clearTimeout(timer);
      const ending = setTimeout(() => giveUp.abort(), withinMs);
      await turn;
      await Promise.all(underWay.keys());
      clearTimeout(ending);
    },
  };
}
