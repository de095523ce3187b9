'use client';

import { useState } from 'react';
import { useEndOtherSessions, useOwnSessions } from '@/components/query/own-sessions';
import { describeError } from '@/components/query/portal-api-error';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { SessionRow } from './session-row';

export function SessionsCard() {
  const sessions = useOwnSessions();
  const endOthers = useEndOtherSessions();
  const [asking, setAsking] = useState(false);
  const others = sessions.data?.sessions.some(({ current }) => !current) ?? false;
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Your sessions</CardTitle>
        <CardDescription>
          Where you are signed in. One you do not know: end it, and change your password.
        </CardDescription>
        {others ? (
          <CardAction>
            <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
              End all others
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <div className="border-t">{content()}</div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="End all your other sessions?"
        description="You are signed out everywhere but here."
        action="End all others"
        destructive
        onConfirm={async () => {
          await endOthers.mutateAsync();
          toast.success('All other sessions are ended');
        }}
      />
    </Card>
  );

  function content() {
    if (sessions.isPending)
      return (
        <div
          role="status"
          aria-label="Loading your sessions"
          className="flex flex-col gap-2 px-4 py-4 sm:px-5"
        >
          <Skeleton className="h-4 w-44 max-w-full" />
          <Skeleton className="h-3 w-72 max-w-full" />
        </div>
      );
    if (!sessions.data)
      return (
        <ErrorState
          title="Your sessions could not be loaded"
          {...describeError(sessions.error)}
          retrying={sessions.isFetching}
          onRetry={() => sessions.refetch()}
        />
      );
    return (
      <ul aria-label="Your sessions" className="divide-y">
        {sessions.data.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    );
  }
}
