'use client';

import { Bar, CartesianGrid, BarChart as RechartsBarChart, Tooltip, XAxis, YAxis } from 'recharts';
import { bucketWords, tickWords } from './bucket-time';
import { type ChartData, type ChartPoint, figure } from './chart-data';

const AXIS = { fontSize: 11, fill: 'var(--muted-foreground)' };

/** Loaded when a chart is drawn, and never with the page. Arrow keys go from bar to bar once it has the focus. */
export default function BarChart({ data, height }: { data: ChartData; height: number }) {
  const { range, series, points, title } = data;
  return (
    <RechartsBarChart
      responsive
      style={{ width: '100%', height }}
      data={points}
      margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="15%"
      aria-label={`${title}: arrow keys read the values`}
    >
      <CartesianGrid vertical={false} stroke="var(--border)" />
      <XAxis
        dataKey="at"
        tickFormatter={(at: number) => tickWords(range, at)}
        tick={AXIS}
        tickLine={false}
        axisLine={{ stroke: 'var(--border)' }}
        minTickGap={36}
        height={22}
      />
      <YAxis
        allowDecimals={false}
        tick={AXIS}
        tickLine={false}
        axisLine={false}
        width={36}
        tickCount={4}
        tickFormatter={(value: number) => compact.format(value)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--hover)' }}
        content={({ active, payload }) => {
          const point = payload?.[0]?.payload as ChartPoint | undefined;
          return active && point ? <Values data={data} point={point} /> : null;
        }}
      />
      {series.map(({ key, label, color }, index) => (
        <Bar
          key={key}
          dataKey={(point: ChartPoint) => point.values[index]}
          name={label}
          stackId="all"
          fill={color}
          isAnimationActive={false}
        />
      ))}
    </RechartsBarChart>
  );
}

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact' });

function Values({ data: { range, series }, point }: { data: ChartData; point: ChartPoint }) {
  return (
    <div className="rounded-md border bg-popover px-2.5 py-1.5 text-popover-foreground text-xs shadow-md">
      <p className="text-muted-foreground">{bucketWords(range, point.at)}</p>
      {series.length === 1 ? (
        <p className="font-medium tabular-nums">{figure(point.total)}</p>
      ) : (
        series.map(({ key, label }, index) =>
          point.values[index] ? (
            <p key={key} className="flex justify-between gap-4">
              {label} <span className="font-medium tabular-nums">{figure(point.values[index])}</span>
            </p>
          ) : null,
        )
      )}
    </div>
  );
}
