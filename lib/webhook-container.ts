import { tellDueSecrets } from './admin/webhook-news';
import { webhookSealer } from './admin/webhook-secrets';
import type { Container } from './container';
import { countWaiting } from './store/webhook-deliveries';
import type { Result } from './webhooks/attempt';
import { createWebhookWorker } from './webhooks/worker';

const TELL_DUE_EVERY_MS = 300_000;

export interface Delivering {
  /** How many deliveries wait, over all processes. */
  waiting(): Promise<number>;
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
  core.deliverBeside({
    wake: worker.wake,
    async close(withinMs) {
      clearInterval(telling);
      await Promise.all([told, worker.close(withinMs)]);
    },
  });
  return { waiting: () => countWaiting(db) };
}
