'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { cn } from './cn';
import { RelativeTime } from './relative-time';
import { Skeleton } from './skeleton';
import { StatusDot } from './status-dot';
import type { Tone } from './tone';
import { whenIdle } from './when-idle';

/** One entry of a log; pressed, it shows all that is known of it. */
export function DisclosureRow({
  tone,
  title,
  words,
  at,
  preload,
  children,
}: {
  tone: Tone;
  title: ReactNode;
  /** Below the title, smaller. */
  words: ReactNode;
  at: string;
  /** Fetches ahead what shows the detail. */
  preload: () => void;
  /** The detail: there only while it is open. */
  children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  useEffect(() => whenIdle(preload), [preload]);
  return (
    <li className={cn(open && 'bg-muted/40')}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
        className="flex min-h-14 w-full items-start gap-3 px-4 py-2 text-left text-sm hover:bg-accent"
      >
        <StatusDot tone={tone} className="mt-1.5" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          {title}
          {words}
        </span>
        <RelativeTime value={at} className="shrink-0 text-muted-foreground text-xs tabular-nums leading-5" />
        <ChevronRight
          aria-hidden
          className={cn(
            'mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform duration-100',
            open && 'rotate-90',
          )}
        />
      </button>
      <div id={id} hidden={!open}>
        {open ? children : null}
      </div>
    </li>
  );
}

export const DetailSkeleton = () => <Skeleton className="mx-4 mb-3 h-40" />;
