import { cva } from 'class-variance-authority';
import { cn } from './cn';
import type { Tone } from './tone';

const dot = cva('inline-block size-2 shrink-0 rounded-full', {
  variants: {
    tone: {
      neutral: 'bg-input',
      primary: 'bg-ring',
      ok: 'bg-ok-mark',
      soon: 'bg-soon-mark',
      overdue: 'bg-overdue-mark',
      failing: 'bg-failing-mark',
    } satisfies Record<Tone, string>,
  },
});

/** Always beside words that say the same: colour alone tells nothing to some readers. */
export function StatusDot({ tone = 'neutral', className }: { tone?: Tone; className?: string }) {
  return <span aria-hidden className={cn(dot({ tone }), className)} />;
}
