import { stringify } from 'csv-stringify/sync';
import type { Portion } from '../admin/export-gate';

/** What stands under each head, in their order. */
export type Columns<Row> = Record<string, (row: Row) => string | number | boolean | null>;

export const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

/**
 * RFC 4180, with a byte order mark, without which Excel takes UTF-8 for something else. A cell that a spreadsheet would
 * take for a formula begins with an apostrophe: anybody may have chosen what is in it (CWE-1236). A note is a last line
 * of its own.
 */
export async function* csv<Row>(
  columns: Columns<Row>,
  portions: AsyncIterable<Portion<Row>>,
): AsyncGenerator<string> {
  const heads = Object.keys(columns);
  yield lines([heads], true);
  for await (const { rows, note } of portions) {
    const cells: unknown[][] = rows.map((row) => Object.values(columns).map((cell) => cell(row)));
    if (note) cells.push([note, ...heads.slice(1).fill('')]);
    yield lines(cells);
  }
}

const lines = (records: unknown[][], bom = false): string =>
  stringify(records, {
    bom,
    record_delimiter: 'windows',
    // Also = + - @ in their full-width forms, tabs and carriage returns.
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'yes' : 'no') },
  });
