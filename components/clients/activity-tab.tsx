'use client';

import { Activity } from 'lucide-react';
import { useClientActivity } from '@/components/query/activity';
import { describeError } from '@/components/query/portal-api-error';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { ClientView } from '@/lib/contract/portal';
import { ActivityRow } from './activity-row';

const SKELETON_ROWS = ['w-64', 'w-52', 'w-72', 'w-44', 'w-60'];

export function ActivityTab({ client }: { client: ClientView }) {
  const activity = useClientActivity(client.client_id);
  return <Card className="overflow-hidden">{content()}</Card>;

  function content() {
    if (activity.isPending) {
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
    }
    if (!activity.data) {
      return (
        <ErrorState
          title="The activity could not be loaded"
          {...describeError(activity.error)}
          retrying={activity.isFetching}
          onRetry={() => activity.refetch()}
        />
      );
    }
    const { events } = activity.data;
    if (events.length === 0) {
      return (
        <EmptyState
          icon={Activity}
          title="Nothing has happened yet"
          description="Tokens issued and refused, and every change to this client, appear here within seconds."
        />
      );
    }
    return (
      <ol aria-label="Activity, newest first" className="divide-y">
        {events.map((event) => (
          <ActivityRow key={event.id} event={event} />
        ))}
      </ol>
    );
  }
}
