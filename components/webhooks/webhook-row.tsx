import Link from 'next/link';
import { calendarDay } from '@/components/ui/exact-time';
import type { WebhookView } from '@/lib/contract/webhooks';
import { Address } from './address';
import { WebhookStateBadge } from './webhook-state-badge';

export function WebhookRow({ webhook }: { webhook: WebhookView }) {
  const events = webhook.event_types.length;
  return (
    <li className="flex flex-col gap-1 px-4 py-3 sm:px-5">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={`/webhooks/${encodeURIComponent(webhook.id)}`}
          className="min-w-0 break-words font-medium hover:underline"
        >
          <Address url={webhook.url} />
        </Link>
        <WebhookStateBadge webhook={webhook} />
      </p>
      <p className="break-words text-muted-foreground text-xs">
        {webhook.description ? `${webhook.description} · ` : null}
        {events === 1 ? '1 event' : `${events} events`} · added {calendarDay(webhook.created_at)}
      </p>
    </li>
  );
}
