/** @param share from 0 to 1 @returns the smallest value that `share` of all do not exceed (nearest rank) */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
}

export interface Spread {
  min: number;
  median: number;
  max: number;
}

export const spread = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
});

/**
 * One ratio a round. Of each round's own two figures: the machine that is slower in a round is so for both, and what
 * it did in another round says nothing about this one.
 */
export const ratios = (above: readonly number[], below: readonly number[]): number[] =>
  above.flatMap((value, round) => {
    const other = below[round];
    return other === undefined || other === 0 ? [] : [value / other];
  });

/**
 * The straight line that fits best (least squares).
 *
 * @returns by how much it rises for each 1 of `x`, and the standard error of that; NaN where there are too few points
 */
export function slope(points: readonly (readonly [x: number, y: number])[]): {
  slope: number;
  error: number;
} {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - middleX, y - middleY), 0);
  const squares = sum((x) => x * x);
  const rise = sum((x, y) => x * y) / squares;
  const rest = sum((x, y) => (y - rise * x) ** 2);
  return { slope: rise, error: Math.sqrt(rest / (points.length - 2) / squares) };
}
