'use client';

import { DetailSkeleton, DisclosureRow } from '@/components/ui/disclosure-row';
import { lazyPart } from '@/components/ui/lazy-part';
import type { AuditEntry } from '@/lib/contract/audit';
import type { SetFilter } from './filter-state';
import { auditSentence } from './sentence';
import { auditTone } from './tone';

const AuditDetail = lazyPart(async () => (await import('./audit-detail')).AuditDetail, DetailSkeleton);

/** One entry; pressed, it shows all that is known of it. */
export function AuditRow({ event, setState }: { event: AuditEntry; setState: SetFilter }) {
  return (
    <DisclosureRow
      tone={auditTone(event)}
      title={
        <span className="break-words font-medium">
          {event.outcome === 'failure' ? <span className="sr-only">Failed: </span> : null}
          {auditSentence(event)}
        </span>
      }
      words={
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted-foreground text-xs">
          <bdi className="min-w-0 max-w-full break-words sm:truncate">{whoAndWhom(event)}</bdi>
          <span aria-hidden className="hidden sm:inline">
            ·
          </span>
          <code className="shrink-0 font-mono">{event.address}</code>
        </span>
      }
      at={event.at}
      preload={AuditDetail.preload}
    >
      <AuditDetail event={event} setState={setState} />
    </DisclosureRow>
  );
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
