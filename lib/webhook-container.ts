import { tellDueSecrets } from './admin/webhook-news';
import { webhookSealer } from './admin/webhook-secrets';
import type { Container } from './container';
import { countWaiting, type WaitingCount } from './store/webhook-deliveries';
import type { Result } from './webhooks/attempt';
import { createWebhookWorker } from './webhooks/worker';

const TELL_DUE_EVERY_MS = 300_000;
const COUNT_EVERY_MS = 30_000;
/** What is due is tried within seconds, or something is wrong. */
const OVERDUE_AFTER_MS = 300_000;

export interface Delivering {
  /** Over all processes, half a minute ago at most, from memory; undefined while the database does not tell. */
  waiting(): WaitingCount | undefined;
}

/**
 * Delivers webhooks for as long as the process runs. Only servers do, and not those of the portal alone: what people's
 * browsers reach does not also reach out to addresses that tenants chose.
 *
 * @param count told of every try
 */
export function deliverWebhooks(core: Container, count: (result: Result) => void): Delivering {
  const { db, clock, log, settings } = core;
  const worker = createWebhookWorker({
    db,
    clock,
    log,
    count,
    sealer: webhookSealer(settings.pepper),
    networks: settings.webhooks.networks,
    timeoutMs: settings.webhooks.timeoutSeconds * 1000,
    retrySeconds: settings.webhooks.retrySeconds,
  });
  const tellDue = () =>
    tellDueSecrets(db, new Date(clock())).catch((cause: unknown) =>
      log.warn({ err: cause }, 'secrets that are due are not told to webhooks now'),
    );
  const telling = setInterval(tellDue, TELL_DUE_EVERY_MS);
  telling.unref();
  const told = tellDue();
  let counted: WaitingCount | undefined;
  const countAgain = async () => {
    counted = await countWaiting(db, new Date(clock() - OVERDUE_AFTER_MS)).catch(() => undefined);
  };
  const counting = setInterval(countAgain, COUNT_EVERY_MS);
  counting.unref();
  void countAgain();
  core.deliverBeside({
    wake: worker.wake,
    async close(withinMs) {
      clearInterval(telling);
      clearInterval(counting);
      await Promise.all([told, worker.close(withinMs)]);
    },
  });
  return { waiting: () => counted };
}
