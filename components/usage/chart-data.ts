import type { UsageRange } from '@/lib/contract/ranges';
import { RANGES } from '@/lib/contract/ranges';
import type { UsageView } from '@/lib/contract/usage';
import { bucketWords } from './bucket-time';
import { reasonWords } from './reason-words';

interface ChartSeries {
  key: string;
  label: string;
  /** A CSS colour. */
  color: string;
}

export interface ChartPoint {
  /** Milliseconds since the epoch. */
  at: number;
  total: number;
  /** One for each series, in its order. */
  values: number[];
}

export interface ChartData {
  title: string;
  range: UsageRange;
  series: ChartSeries[];
  points: ChartPoint[];
  total: number;
  previous: number;
}

export type ChartKind = 'tokens' | 'introspections' | 'failures' | 'limited';

const TITLES: Record<ChartKind, string> = {
  tokens: 'Tokens issued',
  introspections: 'Introspections',
  failures: 'Failures by reason',
  limited: 'Refused by a limit (429)',
};

const COLORS: Record<ChartKind, string> = {
  tokens: 'var(--chart-calls)',
  introspections: 'var(--chart-calls)',
  failures: 'var(--chart-failure-1)',
  limited: 'var(--chart-limited)',
};

/** Reasons with a colour of their own; the rest share one. */
const OWN_COLOR = 3;

export function chartData(kind: ChartKind, usage: UsageView): ChartData {
  const base = {
    title: TITLES[kind],
    range: usage.range,
    total: usage.totals[kind],
    previous: usage.previous[kind],
  };
  if (kind === 'failures') return { ...base, ...failureSeries(usage) };
  return {
    ...base,
    series: [{ key: kind, label: TITLES[kind], color: COLORS[kind] }],
    points: usage.buckets.map((bucket) => ({
      at: Date.parse(bucket.at),
      total: bucket[kind],
      values: [bucket[kind]],
    })),
  };
}

function failureSeries({ reasons, buckets }: UsageView): Pick<ChartData, 'series' | 'points'> {
  const own = reasons.slice(0, OWN_COLOR).map(({ reason }) => reason);
  const others = reasons.length > OWN_COLOR;
  const series = own.map((reason, index) => ({
    key: reason,
    label: reasonWords(reason),
    color: `var(--chart-failure-${index + 1})`,
  }));
  return {
    series: others
      ? [...series, { key: 'other', label: 'Other reasons', color: 'var(--chart-failure-4)' }]
      : series,
    points: buckets.map((bucket) => {
      const values = own.map((reason) => bucket.reasons[reason] ?? 0);
      const rest = bucket.failures - values.reduce((sum, value) => sum + value, 0);
      return {
        at: Date.parse(bucket.at),
        total: bucket.failures,
        values: others ? [...values, rest] : values,
      };
    }),
  };
}

const number = new Intl.NumberFormat('en-GB');
export const figure = (value: number): string => number.format(value);

/** "+12 % on the hour before". */
export function changeWords({ total, previous, range }: ChartData): string {
  const before = `the ${RANGES[range].words} before`;
  if (previous === 0) return total === 0 ? `none in ${before} either` : `none in ${before}`;
  const percent = Math.round(((total - previous) / previous) * 100);
  if (percent === 0) return `as many as in ${before}`;
  return `${percent > 0 ? '+' : '−'}${figure(Math.abs(percent))} % on ${before}`;
}

/** The chart in one sentence. */
export function chartSentence({ points, range, total }: ChartData): string {
  if (total === 0) return `None in the last ${RANGES[range].words}.`;
  const most = points.reduce((best, point) => (point.total > best.total ? point : best));
  return `Most: ${figure(most.total)}, ${bucketWords(range, most.at)}.`;
}
