/** A row of a table; a bar would begin another cell. */
const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

export const code = (text: string) => `\`${text}\``;

/** Names of the protocol within a sentence, such as `grant_type`. */
export const withNames = (words: string) => words.replace(/\b[a-z]+(?:_[a-z]+)+(?:=\w+)?\b/g, code('$&'));

/** A sample; those with a `tab` that follow each other become tabs. */
export const sample = (lang: string, title: string, text: string, tab?: string): string =>
  `\`\`\`${lang} title="${title}"${tab ? ` tab="${tab}"` : ''}\n${text}\n\`\`\``;
