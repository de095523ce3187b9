'use client';

import { auditSentence } from '@/components/audit/sentence';
import { useClientActivity } from '@/components/query/activity';
import { describeError } from '@/components/query/portal-api-error';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status-dot';
import type { ClientView } from '@/lib/contract/portal';
import { useClientTab } from './use-client-tab';

const MOST = 6;

export function RecentActivity({ client }: { client: ClientView }) {
  const activity = useClientActivity(client.client_id);
  const [, setTab] = useClientTab();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Recent activity</CardTitle>
        <CardAction>
          <Button variant="link" onClick={() => setTab('activity')}>
            All activity
          </Button>
        </CardAction>
      </CardHeader>
      <CardContent>{content()}</CardContent>
    </Card>
  );

  function content() {
    if (activity.isPending) return <Skeleton className="h-32" />;
    if (!activity.data) {
      return <p className="text-muted-foreground text-sm">{describeError(activity.error).description}</p>;
    }
    const events = activity.data.events.slice(0, MOST);
    if (events.length === 0)
      return <p className="text-muted-foreground text-sm">Nothing has happened yet.</p>;
    return (
      <ul className="flex flex-col">
        {events.map((event) => (
          <li key={event.id} className="flex items-baseline gap-3 py-1.5 text-sm">
            <StatusDot
              tone={event.outcome === 'failure' ? 'failing' : 'neutral'}
              className="relative -top-px self-center"
            />
            <span className="min-w-0 flex-1 truncate" title={auditSentence(event)}>
              {auditSentence(event)}
            </span>
            <RelativeTime value={event.at} className="shrink-0 text-muted-foreground text-xs" />
          </li>
        ))}
      </ul>
    );
  }
}
