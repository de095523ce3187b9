import { describe, expect, test } from 'vitest';
import type { UsageView } from '@/lib/contract/usage';
import { changeWords, chartData, chartSentence } from './chart-data';

const START = Date.parse('2026-03-14T08:00:00Z');
const zero = { tokens: 0, introspections: 0, failures: 0, limited: 0 };

function view(change: Partial<UsageView> = {}): UsageView {
  return {
    range: '1h',
    buckets: Array.from({ length: 60 }, (_, index) => ({
      at: new Date(START + index * 60_000).toISOString(),
      ...zero,
      reasons: {},
    })),
    totals: zero,
    previous: zero,
    reasons: [],
    credentials: [],
    ...change,
  };
}

describe('failures by reason', () => {
  const reasons = ['invalid_client', 'invalid_scope', 'invalid_target', 'invalid_request', 'server_error'];
  const usage = view({
    totals: { ...zero, failures: 15 },
    reasons: reasons.map((reason, index) => ({ reason, count: 5 - index })),
  });
  usage.buckets[3] = {
    ...zero,
    at: usage.buckets[3]?.at ?? '',
    failures: 15,
    reasons: Object.fromEntries(reasons.map((reason, index) => [reason, 5 - index])),
  };

  test('the three most frequent stand by themselves, the others together, and none is lost', () => {
    const { series, points } = chartData('failures', usage);
    expect(series.map(({ label }) => label)).toEqual([
      'Wrong credentials',
      'Scope not granted',
      'Audience not allowed',
      'Other reasons',
    ]);
    expect(points[3]).toMatchObject({ total: 15, values: [5, 4, 3, 3] });
    expect(points[4]).toMatchObject({ total: 0, values: [0, 0, 0, 0] });
  });
});

describe('in words', () => {
  const tokens = (total: number, previous: number) =>
    chartData(
      'tokens',
      view({ totals: { ...zero, tokens: total }, previous: { ...zero, tokens: previous } }),
    );

  test.each([
    [0, 0, 'none in the hour before either'],
    [5, 0, 'none in the hour before'],
    [5, 5, 'as many as in the hour before'],
    [15, 10, '+50 % on the hour before'],
    [0, 10, '−100 % on the hour before'],
    [12_010, 10, '+120,000 % on the hour before'],
  ])('%d after %d', (total, previous, words) => {
    expect(changeWords(tokens(total, previous))).toBe(words);
  });

  test('a chart says its highest bar, or that there is none', () => {
    expect(chartSentence(tokens(0, 3))).toBe('None in the last hour.');
    const usage = view({ totals: { ...zero, tokens: 1_234 } });
    const bucket = usage.buckets[5];
    if (bucket) bucket.tokens = 1_234;
    expect(chartSentence(chartData('tokens', usage))).toMatch(/^Most: 1,234, \d\d:05\.$/);
  });
});
