'use client';

import { useSession } from '@/components/shell/session-context';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import type { ClientView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { ActivityTab } from './activity-tab';
import { OverviewTab } from './overview-tab';
import { SecretsTab } from './secrets-tab';
import { SettingsTab } from './settings-tab';
import { type ClientTab, TABS, useClientTab } from './use-client-tab';

const LABELS: Record<ClientTab, string> = {
  overview: 'Overview',
  secrets: 'Secrets',
  activity: 'Activity',
  settings: 'Settings',
};

export function ClientTabs({ client }: { client: ClientView }) {
  const { user } = useSession();
  const [wanted, setTab] = useClientTab();
  const offered = TABS.filter((tab) => tab !== 'settings' || may(user.role, 'client:edit'));
  const tab = offered.includes(wanted) ? wanted : 'overview';
  return (
    <Tabs value={tab} onValueChange={(next) => setTab(next as ClientTab)}>
      <TabsList aria-label="Client">
        {offered.map((name) => (
          <TabsTrigger key={name} value={name}>
            {LABELS[name]}
          </TabsTrigger>
        ))}
      </TabsList>
      <TabsContent value="overview">
        <OverviewTab client={client} />
      </TabsContent>
      <TabsContent value="secrets">
        <SecretsTab client={client} />
      </TabsContent>
      <TabsContent value="activity">
        <ActivityTab client={client} />
      </TabsContent>
      <TabsContent value="settings">
        <SettingsTab client={client} />
      </TabsContent>
    </Tabs>
  );
}
