import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { CHECKS, type CheckName } from '@/lib/token/checks';
import { CheckRow } from './check-row';
import type { MergedCheck } from './merged-checks';

export function CheckList({
  checks,
  first,
  waiting,
}: {
  checks: MergedCheck[];
  /** The one already spread out above the list. */
  first: CheckName | undefined;
  waiting: boolean;
}) {
  const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  return (
    <Card className="min-w-0">
      <div className="flex items-baseline justify-between gap-4 px-4 pt-4 pb-2 sm:px-5">
        <h2 className="font-semibold text-base">Checks, in order</h2>
        <p className="text-muted-foreground text-sm">
          {waiting ? null : `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}`}
        </p>
      </div>
      <ol className="pb-2">
        {waiting
          ? CHECKS.map((check) => (
              <li key={check} className="flex h-8 items-center px-4 sm:px-5">
                <Skeleton className="h-4 w-40" />
              </li>
            ))
          : checks.map((check) => (
              <CheckRow key={check.check} check={check} shownAbove={check.check === first} />
            ))}
      </ol>
    </Card>
  );
}
