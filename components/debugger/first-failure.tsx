import { CircleX } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { CHECK_WORDS } from '@/lib/token/reasons';
import { FailureDetail } from './failure-detail';
import type { MergedCheck } from './merged-checks';

/** The first failed check, spread out: the ones after it often follow from it. */
export function FirstFailure({ check }: { check: MergedCheck }) {
  return (
    <section
      aria-label="First failure"
      className="flex min-w-0 flex-col gap-3 rounded-md border border-overdue-mark bg-card p-4 sm:p-5"
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="flex items-start gap-2 font-semibold text-base">
          <CircleX aria-hidden className="mt-1 size-4 shrink-0 text-overdue" />
          {check.words?.title}
        </h2>
        <Badge variant="failing">{CHECK_WORDS[check.check].name}</Badge>
      </div>
      <FailureDetail check={check} />
    </section>
  );
}
