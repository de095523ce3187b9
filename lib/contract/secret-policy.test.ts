import { describe, expect, it } from 'vitest';
import { dueAt, dueState, noticeStep } from './secret-policy';

const DAY = 86_400_000;
const stateAfter = (days: number, maxAge: number | null = 90) => dueState(0, maxAge, days * DAY);

describe('a secret', () => {
  it.each([
    [0, 'fresh'],
    [75.99, 'fresh'],
    [76, 'soon'],
    [88.99, 'soon'],
    [89, 'due'],
    [90, 'overdue'],
  ])('of %d days is %s under a policy of 90', (days, state) => {
    expect(stateAfter(days)).toBe(state);
  });

  it('is due soon in the last third of a short life only', () => {
    expect(stateAfter(4.9, 7)).toBe('fresh');
    expect(stateAfter(5, 7)).toBe('soon');
    expect(stateAfter(20, 30)).toBe('soon');
  });

  it('is never due without a policy', () => {
    expect(dueAt(0, null)).toBeNull();
    expect(stateAfter(5000, null)).toBe('fresh');
  });
});

describe('the notice', () => {
  it.each([
    [75.9, undefined],
    [76, 14],
    [82.9, 14],
    [83, 7],
    [89, 1],
    [89.9, 1],
    [90, 0],
    [400, 0],
  ])('of day %d is the one of %s days before', (days, step) => {
    expect(noticeStep(0, 90, days * DAY)).toBe(step);
  });

  it('leaves out the steps that a short life has no room for', () => {
    expect(noticeStep(0, 7, 1 * DAY)).toBeUndefined();
    expect(noticeStep(0, 7, 5 * DAY)).toBeUndefined();
    expect(noticeStep(0, 7, 6 * DAY)).toBe(1);
  });
});
