import { expect, test } from 'vitest';
import { BUDGETS, verdict } from './budgets';
import { percentile, ratios, slope, spread } from './statistics';

test('a ratio is one of each round, and its spread is over the rounds', () => {
  // The second round was half as fast for both: the ratio does not move.
  expect(ratios([800, 400, 900], [1000, 500, 1000])).toEqual([0.8, 0.8, 0.9]);
  expect(spread([0.9, 0.7, 0.8, 0.6])).toEqual({ min: 0.6, median: 0.75, max: 0.9 });
  // A round that has no partner, or one that did nothing, is no ratio.
  expect(ratios([1, 2, 3], [2, 0])).toEqual([0.5]);
});

test('percentiles are values that were measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('a budget is met from its own side', () => {
  const words = (name: string, value: number) => {
    const budget = BUDGETS.find((each) => each.name === name);
    return budget && verdict(budget, value);
  };
  expect(words('tokens_per_rsa', 0.71)).toBe('moonshot');
  expect(words('tokens_per_rsa', 0.55)).toBe('met');
  expect(words('tokens_per_rsa', 0.54)).toBe('missed');
  expect(words('cost_100k_per_10', 1.05)).toBe('moonshot');
  expect(words('cost_100k_per_10', 1.15)).toBe('met');
  expect(words('cost_100k_per_10', 1.16)).toBe('missed');
  // No moonshot was set.
  expect(words('two_workers_per_one', 9)).toBe('met');
  // What was not measured is not met.
  expect(words('second_start_s', Number.NaN)).toBe('missed');
});

test('a slope is by how much a line rises, wherever it begins, and says how sure that is', () => {
  const straight = slope([0, 1, 2, 3].map((x) => [x, 100 + 2 * x]));
  expect(straight.slope).toBeCloseTo(2);
  expect(straight.error).toBeCloseTo(0);
  // As much above as below: level, and who knows.
  const scattered = slope([
    [0, 1],
    [1, 3],
    [2, 3],
    [3, 1],
  ]);
  expect(scattered.slope).toBeCloseTo(0);
  // √(4 / 2 / 5), by hand.
  expect(scattered.error).toBeCloseTo(0.632, 3);
  expect(slope([[1, 1]]).slope).toBeNaN();
});
