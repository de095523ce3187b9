'use client';

import { useEffect, useRef } from 'react';
import { useSession } from '@/components/shell/session-context';
import { lazyPart } from '@/components/ui/lazy-part';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { whenIdle } from '@/components/ui/when-idle';
import type { ClientView } from '@/lib/contract/portal';
import { may, type Permission } from '@/lib/contract/roles';
import { TabSkeleton } from './tab-skeleton';
import { type ClientTab, TABS, useClientTab } from './use-client-tab';

const PANELS = {
  overview: lazyPart(async () => (await import('./overview-tab')).OverviewTab, TabSkeleton),
  secrets: lazyPart(async () => (await import('./secrets-tab')).SecretsTab, TabSkeleton),
  token: lazyPart(async () => (await import('./token-tab')).TokenTab, TabSkeleton),
  activity: lazyPart(async () => (await import('./activity-tab')).ActivityTab, TabSkeleton),
  danger: lazyPart(async () => (await import('./danger-tab')).DangerTab, TabSkeleton),
};

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

/** Has the tab's code by the time the client's data are there, and the others' once the page rests. */
export function usePreloadedTabs() {
  const [wanted] = useClientTab();
  useEffect(() => {
    PANELS[wanted].preload();
    return whenIdle(() => {
      for (const name of TABS) PANELS[name].preload();
    });
  }, [wanted]);
}

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
