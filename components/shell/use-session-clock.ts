'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { readSession, refreshSession } from '@/components/query/session';
import { goToSignIn } from '@/components/query/sign-in-again';
import { serverNow } from '@/components/ui/server-clock';
import type { SessionView } from '@/lib/contract/portal';
import { hearOtherTabs, tellOtherTabs } from './session-channel';

/** A person at work causes at most one refresh in this time. */
const REFRESH_AT_MOST_EVERY_MS = 120_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'input'] as const;

export type SessionClock = {
  session: SessionView;
  /** Asks for more time. Throws when it is not granted. */
  refresh: () => Promise<void>;
  /** Asks the server how things stand; an ended session leads to sign-in. */
  check: () => Promise<void>;
};

/** Keeps `session` true: refreshed silently while `silent` and somebody is at work, re-read when the tab comes back. */
export function useSessionClock(initial: SessionView, silent: boolean): SessionClock {
  const [session, setSession] = useState(initial);
  const refreshedAt = useRef(0);
  const lengthMs = useRef(900_000);
  const busy = useRef(false);

  const refresh = useCallback(async () => {
    const next = await refreshSession();
    refreshedAt.current = serverNow();
    lengthMs.current = Date.parse(next.expires_at) - Date.parse(next.now);
    setSession(next);
    tellOtherTabs({ kind: 'session', session: next });
  }, []);

  const check = useCallback(async () => setSession(await readSession()), []);

  useEffect(() => {
    if (!silent || session.expires_at >= session.ends_at) return;
    async function onLife() {
      const quietFor = serverNow() - refreshedAt.current;
      if (busy.current || quietFor < Math.min(REFRESH_AT_MOST_EVERY_MS, lengthMs.current / 6)) return;
      busy.current = true;
      // A failed attempt is tried again at the next key press; the warning before the end covers the rest.
      await refresh().catch(() => undefined);
      busy.current = false;
    }
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, onLife, { passive: true, capture: true });
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, onLife, { capture: true });
    };
  }, [silent, refresh, session.expires_at, session.ends_at]);

  useEffect(() => {
    function onReturn() {
      if (document.visibilityState === 'visible') check().catch(() => undefined);
    }
    onReturn();
    document.addEventListener('visibilitychange', onReturn);
    // A page restored by the Back button keeps its old clock.
    window.addEventListener('pageshow', onReturn);
    return () => {
      document.removeEventListener('visibilitychange', onReturn);
      window.removeEventListener('pageshow', onReturn);
    };
  }, [check]);

  useEffect(
    () =>
      hearOtherTabs((message) => {
        if (message.kind === 'signed-out') goToSignIn();
        else setSession(message.session);
      }),
    [],
  );

  return { session, refresh, check };
}
