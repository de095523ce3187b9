'use client';

import type { ReactNode } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useUsage } from '@/components/query/usage';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { UsageView } from '@/lib/contract/usage';
import { ChartCard } from './chart-card';
import { type ChartKind, chartData } from './chart-data';
import { RangeChoice } from './range-choice';
import { useRange } from './use-range';

const KINDS: ChartKind[] = ['tokens', 'introspections', 'failures', 'limited'];

/** The charts of a tenant or of one client, over the range of the URL. @param more what stands below them */
export function UsageCharts({
  client,
  title,
  more,
}: {
  client?: string;
  title: string;
  more?: (usage: UsageView) => ReactNode;
}) {
  const [range] = useRange();
  const usage = useUsage(range, client);
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-base">{title}</h2>
        <RangeChoice />
      </div>
      {content()}
    </section>
  );

  function content() {
    if (usage.isPending) return <ChartsSkeleton />;
    if (!usage.data)
      return (
        <Card>
          <ErrorState
            title="The charts could not be loaded"
            {...describeError(usage.error)}
            retrying={usage.isFetching}
            onRetry={() => usage.refetch()}
          />
        </Card>
      );
    const view = usage.data.usage;
    return (
      <>
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2" aria-busy={usage.isPlaceholderData}>
          {KINDS.map((kind) => (
            <ChartCard key={kind} data={chartData(kind, view)} />
          ))}
        </div>
        {more?.(view)}
      </>
    );
  }
}

export function ChartsSkeleton() {
  return (
    <div role="status" aria-label="Loading charts" className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      {KINDS.map((kind) => (
        <Skeleton key={kind} className="h-[17.25rem]" />
      ))}
    </div>
  );
}
