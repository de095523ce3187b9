import { expect, test } from 'vitest';
import { asksTooOften, isNearLimit, scopesNeverNamed, tokensNeeded } from './advice';

test.each([
  [3_600, 24],
  [600, 144],
  [86_400, 1],
  [50_000, 2],
])('a token of %d seconds is needed %d times in 24 hours', (life, needed) => {
  expect(tokensNeeded(life)).toBe(needed);
});

test.each([
  [240, 3_600, false],
  [241, 3_600, true],
  [1_440, 600, false],
  [10, 86_400, false],
  [11, 86_400, true],
])('%d tokens of %d seconds: more than ten callers need? %s', (tokens, life, said) => {
  expect(asksTooOften(tokens, life)).toBe(said);
});

test.each([
  [47, 60, false],
  [48, 60, true],
  [60, 60, true],
  [8, 10, true],
])('%d of %d a minute is near the limit: %s', (peak, limit, said) => {
  expect(isNearLimit(peak, limit)).toBe(said);
});

test('scopes are only missed in a client that names some', () => {
  expect(scopesNeverNamed(['a:read', 'b:read'], ['a:read'])).toEqual(['b:read']);
  expect(scopesNeverNamed(['a:read'], ['a:read', 'gone:read'])).toEqual([]);
  expect(scopesNeverNamed(['a:read'], [])).toEqual([]);
});
