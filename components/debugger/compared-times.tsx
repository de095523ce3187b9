'use client';

import { Card } from '@/components/ui/card';
import { countdown, shortDuration } from '@/components/ui/duration';
import { exactTime } from '@/components/ui/exact-time';
import { useNow } from '@/components/ui/use-now';
import { clockLabel } from './clock-choice';
import { type TokenTimes, timesOf } from './compare-tokens';
import type { TokenParts } from './read-parts';

export function ComparedTimes({
  first,
  second,
  clockOffset,
}: {
  first: TokenParts;
  second: TokenParts;
  clockOffset: number;
}) {
  const now = useNow();
  const [a, b] = [timesOf(first), timesOf(second)];
  const clock = clockLabel(clockOffset);
  const gaps = [gapWords('was issued', a.issued, b.issued), gapWords('ends', a.ends, b.ends)];
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <h2 className="font-semibold text-base">Times{clock ? `, with the clock at ${clock}` : null}</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm tabular-nums">
        {[
          { name: 'First', times: a },
          { name: 'Second', times: b },
        ].map(({ name, times }) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd title={times.ends === undefined ? undefined : exactTime(times.ends)}>
              {now === null ? null : stateWords(times, now + clockOffset)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-sm">{gaps.filter(Boolean).join(' ')}</p>
    </Card>
  );
}

function stateWords({ issued, ends }: TokenTimes, now: number): string {
  if (issued !== undefined && issued > now) return `Issued in ${countdown(issued - now)}: in the future`;
  if (ends === undefined) return 'No end';
  return ends > now ? `Ends in ${countdown(ends - now)}` : `Ended ${shortDuration(now - ends)} ago`;
}

function gapWords(verb: string, first: number | undefined, second: number | undefined): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (first === second) return `The second ${verb} at the same second.`;
  const gap = countdown(Math.abs(second - first));
  return `The second ${verb} ${gap} ${second > first ? 'later' : 'earlier'}.`;
}
