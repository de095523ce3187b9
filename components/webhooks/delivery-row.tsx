'use client';

import { DetailSkeleton, DisclosureRow } from '@/components/ui/disclosure-row';
import { lazyPart } from '@/components/ui/lazy-part';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DeliveryView, WebhookView } from '@/lib/contract/webhooks';
import { lastTryWords, STATE_NAMES, toneOf } from './delivery-words';

const DeliveryDetail = lazyPart(
  async () => (await import('./delivery-detail')).DeliveryDetail,
  DetailSkeleton,
);

type Props = { webhook: WebhookView; delivery: DeliveryView; mayEdit: boolean };

/** One delivery; pressed, it shows every try and what was sent. */
export function DeliveryRow({ webhook, delivery, mayEdit }: Props) {
  return (
    <DisclosureRow
      tone={toneOf(delivery)}
      title={
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{STATE_NAMES[delivery.state]}</span>
          <code className="break-words font-mono text-xs">{delivery.event_type}</code>
        </span>
      }
      words={
        <span className="break-words text-muted-foreground text-xs">
          {lastTryWords(delivery)}
          {delivery.redelivery_of ? ' · sent again by hand' : null}
          {delivery.next_try_at && delivery.tries > 0 ? (
            <>
              {' · next '}
              <RelativeTime value={delivery.next_try_at} />
            </>
          ) : null}
        </span>
      }
      at={delivery.created_at}
      preload={DeliveryDetail.preload}
    >
      <DeliveryDetail webhook={webhook} delivery={delivery} mayEdit={mayEdit} />
    </DisclosureRow>
  );
}
