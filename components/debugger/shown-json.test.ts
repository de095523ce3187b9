import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOf } from './claim-meanings';
import { shownJson, visible } from './shown-json';

test('indents what a token holds', () => {
  expect(shownJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});

test('what is nested too deep stays small', () => {
  for (const depth of [33, 1000, 24_000]) {
    const shown = shownJson(JSON.parse('['.repeat(depth) + ']'.repeat(depth)));
    expect(shown.length).toBeLessThanOrEqual(2 * depth);
  }
});

test('nothing invisible is left', () => {
  expect(visible('a\u202Eb\u200Bc\u0000')).toBe('a\\u202eb\\u200bc\\u0000');
  expect(visible('Søren 山田 🩺\n')).toBe('Søren 山田 🩺\n');
});

test('never throws on what JSON can hold', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void shownJson(value)));
});

test('a time is a number the calendar reaches', () => {
  expect(timeOf('exp', 1_767_225_600)).toBe(Date.UTC(2026, 0, 1));
  for (const value of [1e300, '1767225600', null, undefined]) expect(timeOf('exp', value)).toBeUndefined();
  expect(timeOf('sub', 1)).toBeUndefined();
});
