'use client';

import dynamic from 'next/dynamic';
import { useId } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import { type ChartData, changeWords, chartSentence, figure } from './chart-data';
import { ChartTable } from './chart-table';

const HEIGHT = 160;

// The library is larger than the rest of the page, and nobody needs it to read the figures.
const BarChart = dynamic(() => import('./bar-chart'), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

export function ChartCard({ data }: { data: ChartData }) {
  const id = useId();
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="flex min-w-0 flex-col gap-3 rounded-md border bg-card p-4"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id={`${id}-title`} className="font-medium text-sm">
          {data.title}
        </h3>
        <p className="flex items-baseline gap-2">
          <span className="font-semibold text-lg tabular-nums">{figure(data.total)}</span>
          <span className="text-muted-foreground text-xs tabular-nums">{changeWords(data)}</span>
        </p>
      </div>
      <div style={{ height: HEIGHT }}>
        {data.total > 0 ? (
          <BarChart data={data} height={HEIGHT} />
        ) : (
          <div aria-hidden className="h-full rounded-md border border-dashed" />
        )}
      </div>
      <div className="flex flex-col gap-1.5">
        {data.series.length > 1 ? <Legend data={data} /> : null}
        <p className="text-muted-foreground text-xs">{chartSentence(data)}</p>
        <ChartTable data={data} />
      </div>
    </section>
  );
}

function Legend({ data: { series, points } }: { data: ChartData }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {series.map(({ key, label, color }, index) => (
        <li key={key} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-xs" style={{ background: color }} />
          {label}
          <span className="text-muted-foreground tabular-nums">
            {figure(points.reduce((sum, point) => sum + (point.values[index] ?? 0), 0))}
          </span>
        </li>
      ))}
    </ul>
  );
}
