'use client';

import { shortDuration } from './duration';
import { exactTime } from './exact-time';
import { useNow } from './use-now';

export type RelativeTimeProps = {
  /** ISO 8601, or milliseconds since the epoch. */
  value: string | number;
  className?: string;
};

/** "4 s ago" or "in 12 min", each second anew; the exact time with its zone on hover. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const now = useNow();
  const at = new Date(value);
  const iso = at.toISOString();
  // Before hydration neither the clock nor the zone of the reader is known.
  if (now === null) {
    return (
      <time dateTime={iso} className={className}>
        {iso.slice(0, 16).replace('T', ' ')} UTC
      </time>
    );
  }
  return (
    <time dateTime={iso} title={exactTime(value)} className={className}>
      {relative(at.getTime() - now)}
    </time>
  );
}

function relative(ms: number): string {
  if (ms > 999) return `in ${shortDuration(ms)}`;
  if (ms > -1000) return 'just now';
  return `${shortDuration(-ms)} ago`;
}
