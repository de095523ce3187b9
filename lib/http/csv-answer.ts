import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/**
 * A file of comma-separated values (RFC 4180), written while its rows are read. A cell that a spreadsheet would take for
 * a formula is made text: names come from people (OWASP: CSV injection).
 *
 * @param columns names of the columns, in their order
 */
export function csvAnswer(
  filename: string,
  columns: readonly string[],
  rows: AsyncIterable<Record<string, unknown>>,
): Response {
  const file = stringify({
    header: true,
    columns: [...columns],
    // Also = + - @ in their full-width forms, tabs and carriage returns.
    escape_formulas: true,
    bom: true,
    record_delimiter: 'windows',
    cast: { boolean: (value) => (value ? 'yes' : 'no') },
  });
  const source = Readable.from(rows);
  // A fault in the middle breaks the connection: a file that ends early must not look whole.
  source.on('error', (cause) => file.destroy(cause));
  file.on('close', () => source.destroy());
  source.pipe(file);
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${filename}"`,
    },
  });
}
