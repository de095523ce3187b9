import type { UsageRange } from '@/lib/contract/ranges';
import { RANGES } from '@/lib/contract/ranges';

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** "14:05" or "22 Nov": under the chart, in the reader's zone. */
export const tickWords = (range: UsageRange, at: number): string =>
  range === '30d' ? day.format(at) : time.format(at);

/** "22 Nov, 14:00 to 20:00": all of a bucket; of a minute, "14:05". */
export function bucketWords(range: UsageRange, at: number): string {
  if (range === '1h') return time.format(at);
  const end = at + RANGES[range].bucketSeconds * 1000;
  return `${day.format(at)}, ${time.format(at)} to ${time.format(end)}`;
}
