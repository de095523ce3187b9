import { describe, expect, test } from 'vitest';
import { CHECKS } from './checks';
import { CHECK_WORDS, REASON_WORDS, whyNotChecked } from './reasons';

const reasons = Object.entries(REASON_WORDS);

test('every check has its words, and no two share a name', () => {
  expect(Object.keys(CHECK_WORDS)).toEqual([...CHECKS]);
  expect(new Set(Object.values(CHECK_WORDS).map(({ name }) => name)).size).toBe(CHECKS.length);
});

describe.each(reasons)('%s', (_reason, { title, why, mend }) => {
  test('a short title, then whole sentences', () => {
    expect(title.length).toBeLessThanOrEqual(40);
    expect(title).not.toMatch(/[.!]$/);
    expect(why).toMatch(/^[A-Zt].*\.$/);
    expect(mend).toMatch(/^[A-Z].*\.$/);
  });
});

test('no two reasons share a title', () => {
  expect(new Set(reasons.map(([, { title }]) => title)).size).toBe(reasons.length);
});

// A stranger's token must read the same whether its client exists, is disabled, or never was.
test('the words for a foreign tenant say nothing of its clients', () => {
  const { title, why, mend } = REASON_WORDS.tenant_foreign;
  expect(`${title} ${why}`).not.toMatch(/exist|disabled|suspended|deleted|unknown/i);
  expect(mend).toMatch(/your own/);
});

test.each(CHECKS)('%s says why it was not asked', (check) => {
  for (const askedService of [true, false]) {
    expect(whyNotChecked(check, { readable: false, askedService })).toBe('The token could not be read.');
    expect(whyNotChecked(check, { readable: true, askedService })).toMatch(/^[A-Z].*\.$/);
  }
});
