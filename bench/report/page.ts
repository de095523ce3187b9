import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts `text` in place of all that stands in a page below a heading, to the next of its rank or a higher one.
 *
 * @throws Error when the page has no such heading
 */
export function replaceSection(page: string, heading: string, text: string): void {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`${page} has no heading ${heading}`);
  const isAsHigh = (line: string) => /^#+ /.test(line) && line.indexOf(' ') <= heading.indexOf(' ');
  const next = lines.findIndex((line, index) => index > start && isAsHigh(line));
  const after = next < 0 ? [] : lines.slice(next);
  writeFileSync(page, [...lines.slice(0, start + 1), '', text, '', ...after].join('\n'));
}
