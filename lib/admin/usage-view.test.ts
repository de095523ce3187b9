import { describe, expect, test } from 'vitest';
import type { UsageSum } from '../store/usage-reads';
import { usageView, windowBefore, windowOf } from './usage-view';

const NOW = Date.parse('2026-03-14T09:41:07.500Z');
const sum = (bucket: number, outcome: string, count: number, change: Partial<UsageSum> = {}): UsageSum => ({
  bucket,
  operation: 'token',
  outcome,
  credentialId: 'sec_1',
  count,
  ...change,
});

describe('the window of a range', () => {
  test.each([
    ['1h', '2026-03-14T08:42:00.000Z', 'minutes'],
    ['24h', '2026-03-13T09:45:00.000Z', 'minutes'],
    ['30d', '2026-02-12T12:00:00.000Z', 'hours'],
  ] as const)('%s begins with a whole bucket and ends now', (range, from, grain) => {
    const window = windowOf(range, NOW);
    expect(window).toMatchObject({ grain, from: new Date(from), to: new Date(NOW) });
    const before = windowBefore(range, window);
    expect(window.to.getTime() - before.to.getTime()).toBe(window.from.getTime() - before.from.getTime());
    expect(before.to.getTime()).toBeLessThan(window.to.getTime());
  });
});

describe('the view of sums', () => {
  const window = windowOf('1h', NOW);

  test('every bucket is there, with zeros where nothing was counted, and all add up to the totals', () => {
    const view = usageView(
      '1h',
      window,
      [
        sum(0, 'success', 5),
        sum(59, 'success', 2, { credentialId: 'sec_2' }),
        sum(59, 'invalid_client', 3, { credentialId: '' }),
        sum(59, 'invalid_scope', 1),
        sum(30, 'rate_limited', 7),
        sum(30, 'success', 4, { operation: 'introspection' }),
        sum(31, 'inactive', 6, { operation: 'introspection' }),
      ],
      [sum(0, 'success', 9), sum(1, 'rate_limited', 1)],
    );
    expect(view.buckets).toHaveLength(60);
    expect(view.buckets[0]).toMatchObject({ at: '2026-03-14T08:42:00.000Z', tokens: 5, failures: 0 });
    expect(view.buckets[1]).toMatchObject({
      tokens: 0,
      introspections: 0,
      failures: 0,
      limited: 0,
      reasons: {},
    });
    expect(view.buckets[59]).toMatchObject({
      tokens: 2,
      failures: 4,
      reasons: { invalid_client: 3, invalid_scope: 1 },
    });
    expect(view.totals).toEqual({ tokens: 7, introspections: 10, failures: 4, limited: 7 });
    for (const name of ['tokens', 'introspections', 'failures', 'limited'] as const)
      expect(view.buckets.reduce((all, bucket) => all + bucket[name], 0)).toBe(view.totals[name]);
    expect(view.previous).toEqual({ tokens: 9, introspections: 0, failures: 0, limited: 1 });
    expect(view.reasons).toEqual([
      { reason: 'invalid_client', count: 3 },
      { reason: 'invalid_scope', count: 1 },
    ]);
    expect(view.credentials).toEqual([
      { credential_id: 'sec_1', tokens: 5, introspections: 10, failures: 1, limited: 7 },
      { credential_id: 'sec_2', tokens: 2, introspections: 0, failures: 0, limited: 0 },
    ]);
  });

  test('what another clock put ahead of now is left out', () => {
    const view = usageView('1h', window, [sum(60, 'success', 1), sum(-1, 'success', 1)], []);
    expect(view.totals.tokens).toBe(0);
  });
});
