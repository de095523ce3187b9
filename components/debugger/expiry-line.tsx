'use client';

import { cn } from '@/components/ui/cn';
import { countdown, shortDuration } from '@/components/ui/duration';
import { useNow } from '@/components/ui/use-now';

/** "Ends in 59 min 12 s", each second anew. Not a live region: nobody wants it read out sixty times a minute. */
export function ExpiryLine({ end }: { end: number }) {
  const now = useNow();
  if (now === null) return null;
  const left = end - now;
  return (
    <p className={cn('text-sm tabular-nums', left > 0 ? 'text-muted-foreground' : 'text-overdue')}>
      {left > 0 ? `Ends in ${countdown(left)}` : `Ended ${shortDuration(-left)} ago`}
    </p>
  );
}
