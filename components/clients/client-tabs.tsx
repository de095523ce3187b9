'use client';

import { useEffect, useRef } from 'react';
import { useSession } from '@/components/shell/session-context';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import type { ClientView } from '@/lib/contract/portal';
import { may, type Permission } from '@/lib/contract/roles';
import { PANELS } from './client-panels';
import { type ClientTab, TABS, useClientTab } from './use-client-tab';

const LABELS: Record<ClientTab, string> = {
  overview: 'Overview',
  secrets: 'Secrets & keys',
  token: 'Scopes & token',
  activity: 'Activity',
  danger: 'Danger zone',
};

const NEEDS: Record<ClientTab, Permission> = {
  overview: 'client:read',
  secrets: 'client:read',
  token: 'client:edit',
  activity: 'activity:read',
  danger: 'client:disable',
};

export function ClientTabs({ client }: { client: ClientView }) {
  const { user } = useSession();
  const [wanted, setTab] = useClientTab();
  const offered = TABS.filter((tab) => may(user.role, NEEDS[tab]));
  const tab = offered.includes(wanted) ? wanted : 'overview';
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On phones the list is wider than the screen.
    list.current
      ?.querySelector(`[data-tab="${tab}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);

  return (
    <Tabs value={tab} onValueChange={(next) => setTab(next as ClientTab)}>
      <TabsList ref={list} aria-label="Client">
        {offered.map((name) => (
          <TabsTrigger key={name} value={name} data-tab={name}>
            {LABELS[name]}
          </TabsTrigger>
        ))}
      </TabsList>
      {TABS.map((name) => {
        const Panel = PANELS[name];
        return (
          <TabsContent key={name} value={name}>
            <Panel client={client} />
          </TabsContent>
        );
      })}
    </Tabs>
  );
}
