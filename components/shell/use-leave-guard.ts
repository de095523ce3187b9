'use client';

import { useEffect, useRef } from 'react';
import { isLeaving } from '@/components/query/sign-in-again';

/**
 * Asks before the tab is closed on something that is shown once and that nobody has kept, and holds Back within the
 * portal. A browser lets that be held once for each time somebody has pressed something: nobody is locked in.
 *
 * @param onHeld says why Back did nothing
 */
export function useLeaveGuard(active: boolean, onHeld?: () => void) {
  const latest = useRef(onHeld);
  latest.current = onHeld;

  useEffect(() => {
    if (!active) return;
    const onBeforeUnload = (event: BeforeUnloadEvent) => hold(event);
    function onNavigate(event: NavigateEvent) {
      if (event.navigationType === 'traverse' && event.cancelable && hold(event)) latest.current?.();
    }
    window.addEventListener('beforeunload', onBeforeUnload);
    // Older browsers do not have it: there Back leads away.
    window.navigation?.addEventListener('navigate', onNavigate);
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload);
      window.navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [active]);
}

/** An ended session must not leave a secret on an unattended screen behind a question. */
function hold(event: Event): boolean {
  if (isLeaving()) return false;
  event.preventDefault();
  return true;
}
