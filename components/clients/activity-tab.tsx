'use client';

import { useClientActivity } from '@/components/query/activity';
import { Card } from '@/components/ui/card';
import type { ClientView } from '@/lib/contract/portal';
import { ActivityList } from './activity-list';

export function ActivityTab({ client }: { client: ClientView }) {
  const activity = useClientActivity(client.client_id);
  return (
    <Card className="overflow-hidden">
      <ActivityList
        activity={activity}
        empty={{
          title: 'Nothing has happened yet',
          description:
            'Tokens issued and refused, and every change to this client, appear here within seconds.',
        }}
      />
    </Card>
  );
}
