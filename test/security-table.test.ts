import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** A row of the ASVS table of SECURITY.md: tests by their file, and by words of their names behind it. */
const ROW = /^\| (\d+\.\d+\.\d+[^|]*)\|[^|]*\|(.*)\|$/gm;
const rows = [...readFileSync('SECURITY.md', 'utf8').matchAll(ROW)].map(
  ([, requirements = '', shown = '']): [string, string] => [requirements.trim(), shown],
);

describe('what SECURITY.md says is shown by a test', () => {
  test('is there to be looked at', () => expect(rows.length).toBeGreaterThan(30));

  test.each(rows)('%s', (_, shown) => {
    if (shown.trim() === 'no code does it') return;
    const named = [...shown.matchAll(/`([^`]+)`((?: "[^"]+")*)/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, file = '', names = ''] of named) {
      expect(existsSync(file), file).toBe(true);
      const text = readFileSync(file, 'utf8');
      for (const [, name = ''] of names.matchAll(/"([^"]+)"/g)) expect(text).toContain(name);
    }
  });
});
