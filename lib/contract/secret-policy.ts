/** When a secret is to be replaced, and from when one says so. All times are milliseconds since the epoch. */
const DAY_MS = 86_400_000;

export const DEFAULT_MAX_AGE_DAYS = 90;

/** Days before the due date at which a notice goes out. */
const NOTICE_STEPS = [14, 7, 1, 0] as const;
export type NoticeStep = (typeof NOTICE_STEPS)[number];

/** `soon`: two weeks before. `due`: on the last day. `overdue`: after it; the secret goes on working all the same. */
export type DueState = 'fresh' | 'soon' | 'due' | 'overdue';

/**
 * Days before the due date from when a secret is due soon: 14, or a third of a short life. Under a policy of seven days
 * every secret would be due soon from its first.
 */
export const soonDays = (maxAgeDays: number): number => Math.min(14, Math.floor(maxAgeDays / 3));

/** @param maxAgeDays null where the tenant sets none. @returns null then */
export function dueAt(createdAt: number, maxAgeDays: number | null): number | null {
  return maxAgeDays === null ? null : createdAt + maxAgeDays * DAY_MS;
}

export function dueState(createdAt: number, maxAgeDays: number | null, now: number): DueState {
  const due = dueAt(createdAt, maxAgeDays);
  if (due === null || maxAgeDays === null) return 'fresh';
  if (now >= due) return 'overdue';
  if (now >= due - DAY_MS) return 'due';
  return now >= due - soonDays(maxAgeDays) * DAY_MS ? 'soon' : 'fresh';
}

/** Whatever was made then or before is due soon, or more than that; null where the tenant sets no age. */
export const soonFrom = (maxAgeDays: number | null, now: number): Date | null =>
  maxAgeDays === null ? null : new Date(now - (maxAgeDays - soonDays(maxAgeDays)) * DAY_MS);

/** The most urgent notice that a secret calls for now; a step that was missed is not made up for. */
export function noticeStep(createdAt: number, maxAgeDays: number, now: number): NoticeStep | undefined {
  const left = createdAt + maxAgeDays * DAY_MS - now;
  return NOTICE_STEPS.filter((days) => days <= soonDays(maxAgeDays)).findLast(
    (days) => left <= days * DAY_MS,
  );
}
