import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts `text` in place of all that stands in a page below a heading of the second level, to the next of its kind.
 *
 * @throws Error when the page has no such heading
 */
export function replaceSection(page: string, heading: string, text: string): void {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`${page} has no heading ${heading}`);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  const after = next < 0 ? [] : lines.slice(next);
  writeFileSync(page, [...lines.slice(0, start + 1), '', text, '', ...after].join('\n'));
}
