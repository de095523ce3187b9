'use client';

import { ScrollText, SearchX } from 'lucide-react';
import { type AuditQuestion, useAuditLog } from '@/components/query/audit';
import { describeError } from '@/components/query/portal-api-error';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { exactTime } from '@/components/ui/exact-time';
import { AuditRow } from './audit-row';
import { AuditSkeleton } from './audit-skeleton';
import { type FilterState, isNarrowed, NO_FILTER, type SetFilter } from './filter-state';

export function AuditList({
  question,
  live,
  state,
  setState,
}: {
  question: AuditQuestion;
  live: boolean;
  state: FilterState;
  setState: SetFilter;
}) {
  const log = useAuditLog(question, { live });
  if (log.isPending) return <AuditSkeleton />;
  if (!log.data) {
    return (
      <ErrorState
        title="The audit log could not be loaded"
        {...describeError(log.error)}
        retrying={log.isFetching}
        onRetry={() => log.refetch()}
        action={isNarrowed(state) ? showAll() : null}
      />
    );
  }
  const events = log.data.pages.flatMap((page) => page.events);
  const last = log.data.pages.at(-1);
  const searchedTo = last?.searched_to ?? null;
  return (
    <>
      {events.length > 0 ? (
        <ol aria-label="Audit log, newest first" className="divide-y">
          {events.map((event) => (
            <AuditRow key={event.id} event={event} setState={setState} />
          ))}
        </ol>
      ) : searchedTo ? null : (
        nothing()
      )}
      {events.length > 0 || searchedTo ? (
        <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-2 text-muted-foreground text-xs tabular-nums">
          <p role="status">{footWords(events.length, searchedTo)}</p>
          {log.isFetchNextPageError ? (
            <p role="alert" className="text-overdue">
              {describeError(log.error).description}
            </p>
          ) : null}
          {log.hasNextPage ? (
            <Button
              variant="outline"
              size="sm"
              busy={log.isFetchingNextPage}
              onClick={() => log.fetchNextPage()}
            >
              {log.isFetchNextPageError ? 'Try again' : searchedTo ? 'Search further back' : 'Load older'}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );

  function showAll() {
    return (
      <Button variant="outline" size="sm" onClick={() => setState(NO_FILTER)}>
        Show everything
      </Button>
    );
  }

  function nothing() {
    return isNarrowed(state) ? (
      <EmptyState
        icon={SearchX}
        title="Nothing matches"
        description="Widen the time, or take a filter away."
        action={showAll()}
      />
    ) : (
      <EmptyState
        icon={ScrollText}
        title="Nothing has happened yet"
        description="Tokens issued and refused, sign-ins and every change appear here within seconds."
      />
    );
  }
}

function footWords(count: number, searchedTo: string | null): string {
  const rows = count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`;
  return searchedTo ? `${rows}, searched back to ${exactTime(searchedTo)}` : rows;
}
