import { Check, ChevronRight, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { CHECK_WORDS } from '@/lib/token/reasons';
import { FailureDetail } from './failure-detail';
import type { MergedCheck } from './merged-checks';
import { visible } from './shown-json';

const ROW =
  'grid min-h-8 grid-cols-[1rem_6rem_minmax(0,1fr)] items-baseline gap-x-2.5 px-4 py-1.5 text-sm sm:px-5';

export function CheckRow({ check, shownAbove }: { check: MergedCheck; shownAbove: boolean }) {
  const { name, asks } = CHECK_WORDS[check.check];
  if (check.outcome === 'pass')
    return (
      <li className={ROW}>
        <Mark spoken="Passed:">
          <Check aria-hidden className="size-4 text-ok" />
        </Mark>
        <span>{name}</span>
        <bdi className="truncate text-muted-foreground text-xs" title={check.found && visible(check.found)}>
          {check.found ? <code className="font-mono">{visible(check.found)}</code> : asks}
        </bdi>
      </li>
    );
  if (check.outcome === 'not_checked')
    return (
      <li className={`${ROW} text-muted-foreground`}>
        <Mark spoken="Not checked:">
          <Minus aria-hidden className="size-4" />
        </Mark>
        <span>{name}</span>
        <span className="text-xs">{check.why}</span>
      </li>
    );
  const failed = (
    <>
      <Mark spoken="Failed:">
        <X aria-hidden className="size-4 text-overdue" />
      </Mark>
      <span className="font-medium">{name}</span>
    </>
  );
  if (shownAbove)
    return (
      <li className={ROW}>
        {failed}
        <span className="text-overdue text-xs">{check.words?.title}</span>
      </li>
    );
  return (
    <li>
      <details className="group">
        <summary
          className={`${ROW} cursor-pointer list-none hover:bg-accent focus-visible:outline-offset-[-2px]`}
        >
          {failed}
          <span className="flex items-baseline justify-between gap-2 text-overdue text-xs">
            {check.words?.title}
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 self-center text-muted-foreground group-open:rotate-90"
            />
          </span>
        </summary>
        <div className="px-4 pt-1 pb-4 sm:px-5">
          <FailureDetail check={check} />
        </div>
      </details>
    </li>
  );
}

function Mark({ spoken, children }: { spoken: string; children: ReactNode }) {
  return (
    <span className="mt-0.5 self-start">
      {children}
      <span className="sr-only">{spoken}</span>
    </span>
  );
}
