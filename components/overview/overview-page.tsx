'use client';

import { describeError } from '@/components/query/portal-api-error';
import { useAttention } from '@/components/query/usage';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { ChartsSkeleton, UsageCharts } from '@/components/usage/usage-charts';
import { AttentionList } from './attention-list';
import { FirstSteps } from './first-steps';

export function OverviewPage() {
  const attention = useAttention();
  return (
    <>
      <PageHeader title="Overview" description="What needs you first, and what your clients are doing." />
      <div className="flex flex-col gap-8">{content()}</div>
    </>
  );

  function content() {
    // All of it at once: how much needs attention decides where the charts begin.
    if (attention.isPending) return <OverviewSkeleton />;
    if (!attention.data)
      return (
        <>
          <Card>
            <ErrorState
              title="What needs attention could not be loaded"
              {...describeError(attention.error)}
              retrying={attention.isFetching}
              onRetry={() => attention.refetch()}
            />
          </Card>
          <UsageCharts title="Traffic" />
        </>
      );
    const view = attention.data;
    const isNew = !view.used && view.items.every(({ kind }) => kind === 'client_unused');
    if (view.clients === 0) return <FirstSteps clients={0} />;
    return (
      <>
        {isNew ? <FirstSteps clients={view.clients} /> : <AttentionList attention={view} />}
        <UsageCharts title="Traffic" />
      </>
    );
  }
}

function OverviewSkeleton() {
  return (
    <>
      <div className="flex flex-col gap-3" role="status" aria-label="Loading what needs attention">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-28" />
      </div>
      <ChartsSkeleton />
    </>
  );
}
