'use client';

import { Activity } from 'lucide-react';
import { describeError } from '@/components/query/portal-api-error';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { ActivityEvent } from '@/lib/contract/portal';
import { ActivityRow } from './activity-row';

const SKELETON_ROWS = ['w-64', 'w-52', 'w-72', 'w-44', 'w-60'];

/** What a query of an activity holds, whosever it is. */
interface ActivityQuery {
  isPending: boolean;
  isFetching: boolean;
  data: { events: ActivityEvent[] } | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** @param empty what the reader of an empty one is told */
export function ActivityList({
  activity,
  empty,
}: {
  activity: ActivityQuery;
  empty: { title: string; description: string };
}) {
  if (activity.isPending)
    return (
      <div role="status" aria-label="Loading activity" className="divide-y">
        {SKELETON_ROWS.map((width) => (
          <div key={width} className="flex flex-col gap-2 px-4 py-3">
            <Skeleton className={`h-4 max-w-full ${width}`} />
            <Skeleton className="h-3 w-40" />
          </div>
        ))}
      </div>
    );
  if (!activity.data)
    return (
      <ErrorState
        title="The activity could not be loaded"
        {...describeError(activity.error)}
        retrying={activity.isFetching}
        onRetry={() => activity.refetch()}
      />
    );
  const { events } = activity.data;
  if (events.length === 0) return <EmptyState icon={Activity} {...empty} />;
  return (
    <ol aria-label="Activity, newest first" className="divide-y">
      {events.map((event) => (
        <ActivityRow key={event.id} event={event} />
      ))}
    </ol>
  );
}
