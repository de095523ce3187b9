'use client';

import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { lazyPart } from '@/components/ui/lazy-part';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status-dot';
import { whenIdle } from '@/components/ui/when-idle';
import type { AuditEntry } from '@/lib/contract/audit';
import type { SetFilter } from './filter-state';
import { auditSentence } from './sentence';
import { auditTone } from './tone';

const AuditDetail = lazyPart(async () => (await import('./audit-detail')).AuditDetail, DetailSkeleton);

/** One entry; pressed, it shows all that is known of it. */
export function AuditRow({ event, setState }: { event: AuditEntry; setState: SetFilter }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  useEffect(() => whenIdle(AuditDetail.preload), []);
  return (
    <li className={cn(open && 'bg-muted/40')}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
        className="flex min-h-14 w-full items-start gap-3 px-4 py-2 text-left text-sm hover:bg-accent"
      >
        <StatusDot tone={auditTone(event)} className="mt-1.5" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="break-words font-medium">
            {event.outcome === 'failure' ? <span className="sr-only">Failed: </span> : null}
            {auditSentence(event)}
          </span>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted-foreground text-xs">
            <bdi className="min-w-0 max-w-full break-words sm:truncate">{whoAndWhom(event)}</bdi>
            <span aria-hidden className="hidden sm:inline">
              ·
            </span>
            <code className="shrink-0 font-mono">{event.address}</code>
          </span>
        </span>
        <RelativeTime
          value={event.at}
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
        {open ? <AuditDetail event={event} setState={setState} /> : null}
      </div>
    </li>
  );
}

function DetailSkeleton() {
  return <Skeleton className="mx-4 mb-3 h-40" />;
}

/** "ana@acme.test → Claims intake", or one of the two where they are the same. */
function whoAndWhom({ actor, target_id, target_name }: AuditEntry): string {
  const who =
    actor.type === 'anonymous'
      ? 'An unknown caller'
      : actor.type === 'operator'
        ? `The operator (${actor.name.replaceAll('_', ' ')})`
        : actor.name;
  if (target_id === null || target_id === actor.id) return who;
  return `${who} → ${target_name ?? target_id}`;
}
