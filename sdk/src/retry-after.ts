/**
 * `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds; undefined when there is none, or none that can be read
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
