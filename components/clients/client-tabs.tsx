'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useSession } from '@/components/shell/session-context';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import type { ClientView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { ActivityTab } from './activity-tab';
import { OverviewTab } from './overview-tab';
import { SecretsTab } from './secrets-tab';
import { SettingsTab } from './settings-tab';

const TABS = ['overview', 'secrets', 'activity', 'settings'] as const;
type ClientTab = (typeof TABS)[number];

const LABELS: Record<ClientTab, string> = {
  overview: 'Overview',
  secrets: 'Secrets',
  activity: 'Activity',
  settings: 'Settings',
};

/** The open tab, kept in the URL. */
export function useClientTab() {
  return useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault('overview').withOptions({ history: 'push' }),
  );
}

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
