'use client';

import { OUTCOME_WORDS } from '@/components/auth/sso-words';
import { useTenantActivity } from '@/components/query/activity';
import { describeError } from '@/components/query/portal-api-error';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { ActivityEvent } from '@/lib/contract/portal';

const MOST = 5;

/** Whoever is refused is told little and sent to an owner: here it says why. */
export function RecentRefusals() {
  const activity = useTenantActivity();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Refused sign-ins</CardTitle>
        <CardDescription>
          The newest, as far as they are among the last 100 entries of your tenant’s activity.
        </CardDescription>
      </CardHeader>
      <CardContent>{content()}</CardContent>
    </Card>
  );

  function content() {
    if (activity.isPending)
      return (
        <div role="status" aria-label="Loading refused sign-ins">
          <Skeleton className="h-10 w-full" />
        </div>
      );
    if (!activity.data)
      return (
        <ErrorState
          title="The refused sign-ins could not be loaded"
          {...describeError(activity.error)}
          retrying={activity.isFetching}
          onRetry={() => activity.refetch()}
        />
      );
    const refusals = activity.data.events.filter(({ action }) => action === 'sso.sign_in_refused');
    if (refusals.length === 0)
      return <p className="rounded-md border px-3 py-2.5 text-muted-foreground text-sm">None among them.</p>;
    return (
      <ol aria-label="Refused sign-ins, newest first" className="divide-y rounded-md border">
        {refusals.slice(0, MOST).map((event) => (
          <Refused key={event.id} event={event} />
        ))}
      </ol>
    );
  }
}

function Refused({ event: { at, address, detail } }: { event: ActivityEvent }) {
  return (
    <li className="flex flex-col gap-0.5 px-3 py-2 text-sm">
      <p className="break-words">
        {reasonWords(detail.reason)}
        {typeof detail.detail === 'string' ? ` ${detail.detail}` : ''}
      </p>
      <p className="break-words text-muted-foreground text-xs">
        {typeof detail.email === 'string' ? detail.email : 'No address was given'}, from{' '}
        <code className="font-mono">{address}</code>, <RelativeTime value={at} />
      </p>
    </li>
  );
}

function reasonWords(reason: unknown): string {
  const known = Object.entries(OUTCOME_WORDS).find(([outcome]) => outcome === reason);
  return known ? known[1] : 'No reason was recorded.';
}
