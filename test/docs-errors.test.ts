import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_WORDS } from '@/components/docs/error-words';
import { DOC_PAGES, docAddress, docPage } from '@/components/docs/pages';
import { ERROR_CODES } from '@/lib/contract/error-codes';

const folder = resolve(import.meta.dirname, '..', 'components/docs');
const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

it('the documentation has words for every error code, and for no other', () => {
  expect(Object.keys(ERROR_WORDS).sort()).toEqual([...ERROR_CODES].sort());
  for (const { status, cause, mend } of Object.values(ERROR_WORDS))
    for (const words of [status, cause, mend]) expect(words.trim().length).toBeGreaterThan(2);
});

it('finds its pages by their addresses, and nothing at others', () => {
  for (const page of DOC_PAGES) expect(docPage(docAddress(page.slug).split('/').slice(2))).toBe(page);
  for (const path of [['nothing'], [''], ['errors', ''], ['errors', 'codes'], ['toString']])
    expect(docPage(path)).toBeUndefined();
});

it('its links lead to pages and parts that there are', () => {
  const parts = new Set(
    sources.flatMap((text) => [...text.matchAll(/<Part id="([\w-]+)"/g)].map(([, id]) => id)),
  );
  const links = sources.flatMap((text) => [...text.matchAll(/"\/docs(?:\/([\w-]+))?(?:#([\w-]+))?"/g)]);
  expect(links.length).toBeGreaterThan(5);
  for (const [link, slug = '', part] of links) {
    expect(docPage(slug === '' ? [] : [slug]), link).toBeDefined();
    if (part) expect(parts, link).toContain(part);
  }
});
