import { expect, it } from 'vitest';
import { secretAge } from './secret-age';

const MADE = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const ageAfter = (days: number) =>
  secretAge({ created_at: new Date(MADE).toISOString() }, MADE + days * DAY, 90);

it('counts whole days, and none for a clock that is behind', () => {
  expect(ageAfter(41.7).days).toBe(41);
  expect(ageAfter(-1).days).toBe(0);
});

it('says how many days are left, the last one whole until it is over', () => {
  expect(ageAfter(76).daysLeft).toBe(14);
  expect(ageAfter(89.5).daysLeft).toBe(1);
  expect(ageAfter(100).daysLeft).toBe(0);
});
