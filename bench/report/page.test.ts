import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replaceSection } from './page';

const folder = mkdtempSync(join(tmpdir(), 'gooclaim-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('results go below their own heading, and what stands around them stays', () => {
  const page = join(folder, 'page.md');
  writeFileSync(
    page,
    '# A\n\n## B\n\nold\n\n### Of B\n\nold too\n\n## C\n\n### Of C\n\nold\n\n## D\n\nkept\n',
  );
  replaceSection(page, '## B', 'new');
  replaceSection(page, '### Of C', 'newer');
  expect(readFileSync(page, 'utf8')).toBe(
    '# A\n\n## B\n\nnew\n\n## C\n\n### Of C\n\nnewer\n\n## D\n\nkept\n',
  );
  expect(() => replaceSection(page, '## E', 'lost')).toThrow('has no heading ## E');
});
