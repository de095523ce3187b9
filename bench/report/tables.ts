import type { Measured } from '../load/measure';
import { BUDGETS, verdict } from './budgets';
import type { Report } from './report';
import { median } from './statistics';

/** A table of Markdown that is read as well as it stands: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths
      .map((width, column) =>
        column === 0 ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width),
      )
      .join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? ` ${'-'.repeat(width)} ` : ` ${'-'.repeat(width - 1)}: `)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Three digits that count. */
export const figure = (value: number): string =>
  !Number.isFinite(value)
    ? '–'
    : value >= 100
      ? Math.round(value).toLocaleString('en-US')
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(value >= 1 ? 2 : 3);

const each = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');

/** Medians over the rounds. */
export function measuredTable(results: ReadonlyMap<string, Measured[]>): string {
  const rows = [...results].map(([name, rounds]) => {
    const of = (pick: (measured: Measured) => number) => median(rounds.map(pick));
    const by = (pick: 'cpuMs' | 'rssMb') =>
      Object.fromEntries(
        Object.keys(rounds[0]?.[pick] ?? {}).map((who) => [who, of((measured) => measured[pick][who] ?? 0)]),
      );
    return [
      name,
      figure(of(({ rate }) => rate)),
      figure(of(({ p50 }) => p50)),
      figure(of(({ p99 }) => p99)),
      each(by('cpuMs')),
      each(by('rssMb')),
    ];
  });
  return table(['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms a request', 'resident MB'], rows);
}

/** Every ratio, those with a budget first and beside it. */
export function ratioTable(report: Report): string {
  const found = report.spreads();
  const budgets = new Map(BUDGETS.map((budget) => [budget.name, budget]));
  const order = (name: string) => (budgets.has(name) ? [...budgets.keys()].indexOf(name) : budgets.size);
  const rows = found
    .toSorted((one, other) => order(one.name) - order(other.name))
    .map(({ name, min, median: middle, max, rounds }) => {
      const budget = budgets.get(name);
      return [
        budget ? `${name}: ${budget.words}` : name,
        figure(min),
        figure(middle),
        figure(max),
        String(rounds),
        budget ? `${budget.better === 'more' ? '≥' : '≤'} ${budget.budget}` : '',
        budget?.moonshot === undefined ? '' : `${budget.better === 'more' ? '≥' : '≤'} ${budget.moonshot}`,
        budget ? verdict(budget, middle) : '',
      ];
    });
  const missing = BUDGETS.filter(({ name }) => !found.some((ratio) => ratio.name === name));
  return [
    table(['ratio', 'min', 'median', 'max', 'rounds', 'budget', 'moonshot', ''], rows),
    ...(missing.length > 0
      ? [`Not measured in this run: ${missing.map(({ name }) => name).join(', ')}.`]
      : []),
  ].join('\n\n');
}
