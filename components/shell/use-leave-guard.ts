'use client';

import { useEffect } from 'react';
import { isLeaving } from '@/components/query/sign-in-again';

/** Asks before the tab is closed on something that is shown once and that nobody has kept. */
export function useLeaveGuard(active: boolean) {
  useEffect(() => {
    if (!active) return;
    function onBeforeUnload(event: BeforeUnloadEvent) {
      // An ended session must not leave a secret on an unattended screen behind a question.
      if (!isLeaving()) event.preventDefault();
    }
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => window.removeEventListener('beforeunload', onBeforeUnload);
  }, [active]);
}
