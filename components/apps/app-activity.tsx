'use client';

import { ActivityList } from '@/components/clients/activity-list';
import { useAppActivity } from '@/components/query/apps';
import { Card, CardAction, CardHeader, CardTitle } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import type { AppView } from '@/lib/contract/apps';

export function AppActivity({ app }: { app: AppView }) {
  const activity = useAppActivity(app.id);
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-4">
        <CardTitle>Recent activity</CardTitle>
        <CardAction>
          <TextLink href={`/audit?target=${encodeURIComponent(app.id)}`}>See all in the audit log</TextLink>
        </CardAction>
      </CardHeader>
      <div className="border-t">
        <ActivityList
          activity={activity}
          empty={{
            title: 'Nothing is recorded',
            description:
              'Sign-ins to this app, refused and not, and every change to it appear here within seconds.',
          }}
        />
      </div>
    </Card>
  );
}
