'use client';

import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { UsedSecret } from '@/lib/contract/rotation';
import { HOUR_COUNTED } from '@/lib/contract/rotation-terms';
import { callerWords } from './caller-words';

const counted = (count: number): string => `${count.toLocaleString('en')}${count >= HOUR_COUNTED ? '+' : ''}`;

/** Which machines used a secret within a day, so that somebody knows which one to change. */
export function SwitchCallers({ used }: { used: UsedSecret | undefined }) {
  if (!used) return <Skeleton className="mt-2 h-16" />;
  const lastHour = used.callers.reduce((sum, caller) => sum + caller.last_hour, 0);
  const atLeast = used.more_callers || used.callers.some((caller) => caller.last_hour >= HOUR_COUNTED);
  return (
    <div className="mt-2 border-t pt-2">
      <p className="text-muted-foreground text-xs">
        {used.since_rotation === null ? (
          'Tokens: '
        ) : (
          <>
            <span className="font-medium text-foreground">{used.since_rotation.toLocaleString('en')}</span>{' '}
            {used.since_rotation === 1 ? 'token' : 'tokens'} since the rotation,{' '}
          </>
        )}
        <span className="font-medium text-foreground">
          {lastHour.toLocaleString('en')}
          {atLeast ? '+' : ''}
        </span>{' '}
        in the last hour
      </p>
      {used.callers.length > 0 ? (
        <ul
          aria-label="Callers of the last 24 hours"
          className="mt-1.5 flex max-h-52 flex-col overflow-y-auto"
        >
          {used.callers.map((caller) => (
            <li key={caller.address} className="flex flex-wrap items-baseline gap-x-2 py-1 text-xs">
              <code className="break-all font-medium font-mono">{caller.address}</code>
              <span className="text-muted-foreground" title={caller.user_agent || undefined}>
                {callerWords(caller.user_agent)}
              </span>
              <span className="ml-auto whitespace-nowrap text-muted-foreground">
                <RelativeTime value={caller.last_used_at} />
                {caller.last_hour > 0 ? ` · ${counted(caller.last_hour)} in 1 h` : null}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-1.5 text-muted-foreground text-xs">No caller within 24 hours.</p>
      )}
      {used.more_callers ? (
        <p className="text-muted-foreground text-xs">There are more addresses than these.</p>
      ) : null}
    </div>
  );
}
