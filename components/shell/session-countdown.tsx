'use client';

import { clock } from '@/components/ui/duration';
import { useNow } from '@/components/ui/use-now';
import { useSession } from './session-context';

export function SessionCountdown() {
  const { expires_at } = useSession();
  const now = useNow();
  return (
    <span role="timer" className="tabular-nums">
      Session ends in {now === null ? '–' : clock(Date.parse(expires_at) - now)}
    </span>
  );
}
