import { RANGES, type UsageRange } from '../contract/ranges';
import type { UsageSums, UsageView } from '../contract/usage';
import type { UsageSum, UsageWindow } from '../store/usage-reads';

const HOUR_MS = 3_600_000;

/** What is read for a range: whole buckets, the one that is under way the last of them. `now` in milliseconds. */
export function windowOf(range: UsageRange, now: number): UsageWindow {
  const { seconds, bucketSeconds } = RANGES[range];
  const bucketMs = bucketSeconds * 1000;
  const from = Math.floor(now / bucketMs) * bucketMs + bucketMs - seconds * 1000;
  return {
    grain: bucketMs < HOUR_MS ? 'minutes' : 'hours',
    from: new Date(from),
    to: new Date(now),
    bucketSeconds,
  };
}

/** As long a time before, and no longer: of a bucket that is half over, half a bucket. */
export function windowBefore(range: UsageRange, window: UsageWindow): UsageWindow {
  const back = (date: Date) => new Date(date.getTime() - RANGES[range].seconds * 1000);
  return { ...window, from: back(window.from), to: back(window.to) };
}

const nothing = (): UsageSums => ({ tokens: 0, introspections: 0, failures: 0, limited: 0 });

function add(sums: UsageSums, { operation, outcome, count }: UsageSum): void {
  sums[columnOf(operation, outcome)] += count;
}

function columnOf(operation: UsageSum['operation'], outcome: string): keyof UsageSums {
  if (outcome === 'rate_limited') return 'limited';
  if (outcome !== 'success' && outcome !== 'inactive') return 'failures';
  return operation === 'token' ? 'tokens' : 'introspections';
}

/** Sums as the charts want them: every bucket there, with zeros where nothing was counted. */
export function usageView(
  range: UsageRange,
  window: UsageWindow,
  rows: readonly UsageSum[],
  before: readonly UsageSum[],
): UsageView {
  const { seconds, bucketSeconds } = RANGES[range];
  const buckets: UsageView['buckets'] = Array.from({ length: seconds / bucketSeconds }, (_, index) => ({
    at: new Date(window.from.getTime() + index * bucketSeconds * 1000).toISOString(),
    ...nothing(),
    reasons: {},
  }));
  const totals = nothing();
  const previous = nothing();
  const reasons = new Map<string, number>();
  const credentials = new Map<string, UsageSums>();
  for (const row of before) add(previous, row);
  for (const row of rows) {
    const bucket = buckets[row.bucket];
    if (!bucket) continue;
    add(bucket, row);
    add(totals, row);
    if (row.credentialId !== '') {
      const own = credentials.get(row.credentialId) ?? nothing();
      credentials.set(row.credentialId, own);
      add(own, row);
    }
    if (columnOf(row.operation, row.outcome) !== 'failures') continue;
    bucket.reasons[row.outcome] = (bucket.reasons[row.outcome] ?? 0) + row.count;
    reasons.set(row.outcome, (reasons.get(row.outcome) ?? 0) + row.count);
  }
  return {
    range,
    buckets,
    totals,
    previous,
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    credentials: [...credentials].map(([credential_id, sums]) => ({ credential_id, ...sums })),
  };
}
