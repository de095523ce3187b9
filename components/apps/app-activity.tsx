'use client';

import { ActivityRow } from '@/components/clients/activity-row';
import { useAppActivity } from '@/components/query/apps';
import { describeError } from '@/components/query/portal-api-error';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import type { AppView } from '@/lib/contract/apps';

const MOST = 20;

export function AppActivity({ app }: { app: AppView }) {
  const activity = useAppActivity(app.id);
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Recent activity</CardTitle>
      </CardHeader>
      {content()}
    </Card>
  );

  function content() {
    if (activity.isPending)
      return (
        <CardContent>
          <Skeleton className="h-24" />
        </CardContent>
      );
    if (!activity.data)
      return (
        <CardContent>
          <p className="text-muted-foreground text-sm">{describeError(activity.error).description}</p>
        </CardContent>
      );
    return (
      // Whoever reads it sees at least that the app was registered: it is never empty.
      <ol aria-label="Activity, newest first" className="divide-y border-t">
        {activity.data.events.slice(0, MOST).map((event) => (
          <ActivityRow key={event.id} event={event} />
        ))}
      </ol>
    );
  }
}
