'use client';

import { useState } from 'react';
import { bucketWords } from './bucket-time';
import { type ChartData, figure } from './chart-data';

/** The figures behind a chart, newest first; buckets in which nothing was counted are left out. */
export function ChartTable({ data }: { data: ChartData }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="text-xs [&_summary]:w-fit [&_summary]:cursor-pointer [&_summary]:text-link"
    >
      <summary aria-label={`${data.title}: figures`}>Figures</summary>
      {open ? <Figures data={data} /> : null}
    </details>
  );
}

function Figures({ data: { title, range, series, points } }: { data: ChartData }) {
  const counted = points.filter(({ total }) => total > 0).reverse();
  if (counted.length === 0) return <p className="pt-2 text-muted-foreground">Nothing was counted.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard.
    <section aria-label={`${title}: figures`} tabIndex={0} className="mt-2 max-h-56 overflow-auto">
      <table className="w-full border-collapse text-left tabular-nums">
        <caption className="sr-only">{title}, by time, newest first. All other times: none.</caption>
        <thead className="text-muted-foreground">
          <tr>
            <th scope="col" className="py-1 pr-3 font-medium">
              Time
            </th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className="py-1 pl-3 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.map(({ at, values }) => (
            <tr key={at} className="border-t">
              <th scope="row" className="py-1 pr-3 font-normal">
                {bucketWords(range, at)}
              </th>
              {series.map(({ key }, index) => (
                <td key={key} className="py-1 pl-3 text-right">
                  {figure(values[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
