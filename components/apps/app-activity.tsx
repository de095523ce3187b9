'use client';

import { Activity } from 'lucide-react';
import { ActivityRow } from '@/components/clients/activity-row';
import { useAppActivity } from '@/components/query/apps';
import { describeError } from '@/components/query/portal-api-error';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { AppView } from '@/lib/contract/apps';

export function AppActivity({ app }: { app: AppView }) {
  const activity = useAppActivity(app.id);
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Recent activity</CardTitle>
      </CardHeader>
      <div className="border-t">{content()}</div>
    </Card>
  );

  function content() {
    if (activity.isPending)
      return (
        <CardContent role="status" aria-label="Loading activity" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-64 max-w-full" />
          <Skeleton className="h-4 w-52 max-w-full" />
          <Skeleton className="h-4 w-72 max-w-full" />
        </CardContent>
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
    if (events.length === 0)
      return (
        <EmptyState
          icon={Activity}
          title="Nothing is recorded"
          description="Sign-ins to this app, refused and not, and every change to it appear here within seconds."
        />
      );
    return (
      <ol aria-label="Activity, newest first" className="divide-y">
        {events.map((event) => (
          <ActivityRow key={event.id} event={event} />
        ))}
      </ol>
    );
  }
}
