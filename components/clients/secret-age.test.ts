import { expect, it } from 'vitest';
import { secretAge } from './secret-age';

const MADE = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const ageAfter = (days: number) => secretAge({ created_at: new Date(MADE).toISOString() }, MADE + days * DAY);

it.each([
  [0, 'fresh'],
  [75.99, 'fresh'],
  [76, 'soon'],
  [89.99, 'soon'],
  [90, 'overdue'],
])('a secret of %d days is %s', (days, state) => {
  expect(ageAfter(days).state).toBe(state);
});

it('counts whole days, and none for a clock that is behind', () => {
  expect(ageAfter(41.7).days).toBe(41);
  expect(ageAfter(-1).days).toBe(0);
});
