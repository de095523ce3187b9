'use client';

import { ssoReason } from '@/components/audit/tenant-sentences';
import { useNewestAudit } from '@/components/query/audit';
import { describeError } from '@/components/query/portal-api-error';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import type { ActivityEvent } from '@/lib/contract/portal';

const MOST = 5;

/** Whoever is refused is told little and sent to an owner: here it says why. */
export function RecentRefusals() {
  const activity = useNewestAudit({ action: 'sso.sign_in_refused' }, MOST);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Refused sign-ins</CardTitle>
        <CardDescription>
          The newest {MOST}.{' '}
          <TextLink href="/audit?group=sso&outcome=failure">See all in the audit log</TextLink>
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
    const refusals = activity.data.events;
    if (refusals.length === 0)
      return (
        <p className="rounded-md border px-3 py-2.5 text-muted-foreground text-sm">
          Nobody was refused so far.
        </p>
      );
    return (
      <ol aria-label="Refused sign-ins, newest first" className="divide-y rounded-md border">
        {refusals.map((event) => (
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
        {ssoReason(detail.reason)}
        {typeof detail.detail === 'string' ? ` ${detail.detail}` : ''}
      </p>
      <p className="break-words text-muted-foreground text-xs">
        {typeof detail.email === 'string' ? detail.email : 'No address was given'}, from{' '}
        <code className="font-mono">{address}</code>, <RelativeTime value={at} />
      </p>
    </li>
  );
}
