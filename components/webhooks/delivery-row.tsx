'use client';

import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { lazyPart } from '@/components/ui/lazy-part';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status-dot';
import { whenIdle } from '@/components/ui/when-idle';
import type { DeliveryView, WebhookView } from '@/lib/contract/webhooks';
import { lastTryWords, STATE_NAMES, toneOf } from './delivery-words';

const DeliveryDetail = lazyPart(
  async () => (await import('./delivery-detail')).DeliveryDetail,
  () => <Skeleton className="mx-4 mb-3 h-40" />,
);

/** One delivery; pressed, it shows every try and what was sent. */
export function DeliveryRow({
  webhook,
  delivery,
  mayEdit,
}: {
  webhook: WebhookView;
  delivery: DeliveryView;
  mayEdit: boolean;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  useEffect(() => whenIdle(DeliveryDetail.preload), []);
  return (
    <li className={cn(open && 'bg-muted/40')}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
        className="flex min-h-14 w-full items-start gap-3 px-4 py-2 text-left text-sm hover:bg-accent"
      >
        <StatusDot tone={toneOf(delivery)} className="mt-1.5" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{STATE_NAMES[delivery.state]}</span>
            <code className="break-words font-mono text-xs">{delivery.event_type}</code>
          </span>
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
        </span>
        <RelativeTime
          value={delivery.created_at}
          className="shrink-0 text-muted-foreground text-xs tabular-nums leading-5"
        />
        <ChevronRight
          aria-hidden
          className={cn(
            'mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform duration-100',
            open && 'rotate-90',
          )}
        />
      </button>
      <div id={id} hidden={!open}>
        {open ? <DeliveryDetail webhook={webhook} delivery={delivery} mayEdit={mayEdit} /> : null}
      </div>
    </li>
  );
}
