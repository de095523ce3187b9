import { Counter, Gauge } from 'prom-client';
import type { Container } from '@/lib/container';
import { deliverWebhooks } from '@/lib/webhook-container';

/** Delivers webhooks in this process, and shows how that goes. */
export function startWebhooks(services: Container): void {
  const tries = new Counter({
    name: 'gooclaim_webhook_tries_total',
    help: 'Tries to deliver webhooks by what came of them',
    labelNames: ['result'] as const,
  });
  const { waiting } = deliverWebhooks(services, (result) => tries.inc({ result }));
  new Gauge({
    name: 'gooclaim_webhook_deliveries_waiting',
    help: 'Deliveries of webhooks that wait for a try, over all processes',
    // Every process counts the same ones.
    aggregator: 'max',
    async collect() {
      // Without a database the other figures are still worth having.
      await waiting().then(
        (number) => this.set(number),
        () => this.remove(),
      );
    },
  });
}
