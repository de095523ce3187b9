'use client';

import { useEffect } from 'react';
import { lazyPart } from '@/components/ui/lazy-part';
import { whenIdle } from '@/components/ui/when-idle';
import { BodySkeleton } from './body-skeleton';
import { PANELS } from './client-panels';
import { TABS, useClientTab } from './use-client-tab';

/** The tabs of a client: nothing of them can be shown before its data are there, so they are loaded beside those. */
export const ClientBody = lazyPart(async () => (await import('./client-tabs')).ClientTabs, BodySkeleton);

/** Has the code of the tabs and of the open one by the time the client's data are there, and the others' once the page rests. */
export function usePreloadedBody() {
  const [wanted] = useClientTab();
  useEffect(() => {
    ClientBody.preload();
    PANELS[wanted].preload();
    return whenIdle(() => {
      for (const name of TABS) PANELS[name].preload();
    });
  }, [wanted]);
}
