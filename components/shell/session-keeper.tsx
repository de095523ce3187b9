'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { goToSignIn } from '@/components/query/sign-in-again';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { useNow } from '@/components/ui/use-now';
import type { SessionView } from '@/lib/contract/portal';
import { SessionContext } from './session-context';
import { useSessionClock } from './use-session-clock';

const SessionWarning = lazyDialog(async () => (await import('./session-warning')).SessionWarning, isOpen);

const WARN_BEFORE_MS = 60_000;

/** Everything below knows the session; nobody loses it without a minute's notice. */
export function SessionKeeper({ initial, children }: { initial: SessionView; children: ReactNode }) {
  const [warning, setWarning] = useState(false);
  const { session, refresh, check } = useSessionClock(initial, !warning);
  const now = useNow();
  const remaining = now === null ? Number.POSITIVE_INFINITY : Date.parse(session.expires_at) - now;
  const due = remaining <= WARN_BEFORE_MS;
  const ended = remaining <= 0;
  const checking = useRef(false);

  useEffect(() => setWarning(due), [due]);

  useEffect(() => {
    if (!ended || checking.current) return;
    checking.current = true;
    // The server decides: another tab may have refreshed, or this clock may be wrong.
    check()
      .catch(() => goToSignIn('expired'))
      .finally(() => {
        checking.current = false;
      });
  }, [ended, check]);

  return (
    <SessionContext value={session}>
      {children}
      <SessionWarning
        open={warning}
        remaining={remaining}
        final={session.expires_at >= session.ends_at}
        onStay={refresh}
      />
    </SessionContext>
  );
}
