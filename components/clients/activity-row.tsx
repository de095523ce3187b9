import { actorName } from '@/components/audit/actor-name';
import { auditSentence } from '@/components/audit/sentence';
import { CopyButton } from '@/components/ui/copy-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusDot } from '@/components/ui/status-dot';
import type { ActivityEvent } from '@/lib/contract/portal';

export function ActivityRow({ event }: { event: ActivityEvent }) {
  return (
    <li className="flex gap-3 px-4 py-2.5 text-sm">
      <StatusDot tone={event.outcome === 'failure' ? 'failing' : 'neutral'} className="mt-1.5" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="break-words font-medium">
          {event.outcome === 'failure' ? <span className="sr-only">Failed: </span> : null}
          {auditSentence(event)}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-muted-foreground text-xs">
          <span className="min-w-0 truncate">{actorName(event)}</span>
          <span aria-hidden>·</span>
          <span title={event.user_agent || undefined}>
            from <code className="font-mono">{event.address}</code>
          </span>
        </p>
      </div>
      <div className="flex shrink-0 flex-col items-end gap-0.5 text-muted-foreground text-xs">
        <RelativeTime value={event.at} className="leading-5" />
        <span className="flex items-center gap-0.5">
          <code className="hidden max-w-36 truncate font-mono sm:inline" title={event.request_id}>
            {event.request_id}
          </code>
          <CopyButton value={event.request_id} label="Copy request ID" className="-my-1 size-6" />
        </span>
      </div>
    </li>
  );
}
