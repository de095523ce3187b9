'use client';

import { useClientActivity } from '@/components/query/activity';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import type { ClientView } from '@/lib/contract/portal';
import { ActivityList } from './activity-list';

export function ActivityTab({ client }: { client: ClientView }) {
  const activity = useClientActivity(client.client_id);
  return (
    <Card className="overflow-hidden">
      <p className="flex justify-between gap-4 border-b px-4 py-2.5 text-muted-foreground text-sm">
        The newest 100 entries
        <TextLink href={`/audit?target=${encodeURIComponent(client.client_id)}`}>
          See all in the audit log
        </TextLink>
      </p>
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
