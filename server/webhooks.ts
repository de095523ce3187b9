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
  // From the start, or the first of each would be no increase to Prometheus.
  for (const result of ['delivered', 'retried', 'failed'] as const) tries.inc({ result }, 0);
  const { waiting } = deliverWebhooks(services, (result) => tries.inc({ result }));
  const gauge = (name: string, help: string, of: 'waiting' | 'overdue') =>
    new Gauge({
      name,
      help,
      // Every process counts the same ones.
      aggregator: 'max',
      collect() {
        const counted = waiting();
        if (counted) this.set(counted[of]);
        else this.remove();
      },
    });
  gauge(
    'gooclaim_webhook_deliveries_waiting',
    'Deliveries of webhooks that wait for a try, over all processes',
    'waiting',
  );
  gauge(
    'gooclaim_webhook_deliveries_overdue',
    'Of them, those that should have been tried more than five minutes ago',
    'overdue',
  );
}
