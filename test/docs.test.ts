import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getTableOfContents } from 'fumadocs-core/content/toc';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '@/lib/contract/error-codes';
import { ERROR_WORDS } from '@/lib/docs/error-words';
import { guidePage, guidePages, namedPage } from '@/lib/docs/guide';
import { llmsFull, llmsIndex, pageMarkdown, pageSource } from '@/lib/docs/markdown';
import { searchDocs } from '@/lib/docs/search';
import { OPERATIONS } from '@/lib/http/management/operations';

const reader = {
  issuer: 'https://auth.example.com',
  environment: 'live',
  clientId: null,
  limits: { token: 60, introspect: 600, revoke: 600, self_rotation: 5, management: 300 },
};

const page = (name: string) => {
  const found = namedPage(name);
  if (!found) throw new Error(`There is no page ${name}.`);
  return found;
};

it('has a part with words for every error code, at its own address, and for no other', () => {
  expect(Object.keys(ERROR_WORDS).sort()).toEqual([...ERROR_CODES].sort());
  for (const { status, cause, mend } of Object.values(ERROR_WORDS))
    for (const words of [status, cause, mend]) expect(words.trim().length).toBeGreaterThan(2);
  const parts = getTableOfContents(pageSource(page('errors'), reader)).filter(({ depth }) => depth === 3);
  expect(parts.map(({ url }) => url)).toEqual(ERROR_CODES.map((code) => `#${code}`));
});

it('finds its pages by their addresses, and nothing at others', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../docs/guide')).filter((name) =>
    name.endsWith('.md'),
  );
  expect(
    guidePages()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(files.sort());
  for (const found of guidePages()) expect(guidePage(found.url.split('/').slice(2))).toBe(found);
  for (const path of [['nothing'], ['errors', ''], ['errors', 'codes'], ['toString'], ['..', 'people']])
    expect(guidePage(path)).toBeUndefined();
  for (const name of ['nothing', '', 'toString', '../people', 'quick-start/'])
    expect(namedPage(name)).toBe(undefined);
});

it('fills in every fact, the reader’s own client, and throws for a fact that there is not', () => {
  for (const found of guidePages()) {
    const text = pageMarkdown(found, { ...reader, clientId: 'client_of_the_reader' });
    expect(text).not.toMatch(/\{\{\w+\}\}/);
    expect(text).not.toContain('YOUR_CLIENT_ID');
    // What only drawing needs is not in it.
    expect(text).not.toMatch(/\[#[\w-]+\]|tab="|title="/);
  }
  expect(pageSource(page('quick-start'), { ...reader, clientId: 'client_of_the_reader' })).toContain(
    'client_of_the_reader',
  );
  const broken = { ...page('limits'), data: { ...page('limits').data, source: '{{toString}}' } };
  expect(() => pageSource(broken, reader)).toThrow('toString');
});

it('knows every setting of .env.example, and no other', () => {
  const settings = readFileSync(resolve(import.meta.dirname, '../.env.example'), 'utf8');
  const documented = pageMarkdown(page('configuration'), reader)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  const named = [...settings.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = '']) => name);
  expect(documented.sort()).toEqual([...new Set(named)].filter((name) => !name.endsWith('_FILE')).sort());
});

it('knows every operation of the management API with its scope, and no other', () => {
  const documented = pageMarkdown(page('management'), reader)
    .split('\n')
    .map((line) => /^\| `([A-Z]+) ?([^`]*)` \|.*\| `(clients:\w+)` \|$/.exec(line)?.slice(1).join(' '))
    .filter(Boolean);
  expect(documented).toEqual(OPERATIONS.map(({ method, path, scope }) => [method, path, scope].join(' ')));
});

it('has the programs of the SDK’s README, which the tests run, word for word', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../sdk/README.md'), 'utf8');
  const programs = [...readme.matchAll(/```js\n\/\/ \w+\.mjs\n([\s\S]*?)\n```/g)].map(
    ([, code = '']) => code,
  );
  expect(programs.length).toBe(3);
  for (const program of programs) expect(page('sdk').data.source).toContain(`\n${program}\n\`\`\``);
});

it('lists every page for programs, with links to its Markdown, and has all of them in one file', () => {
  const list = llmsIndex(reader);
  const all = llmsFull(reader);
  for (const { data } of guidePages()) {
    expect(list).toContain(
      `- [${data.title}](https://auth.example.com/docs/${data.slug}.md): ${data.description}`,
    );
    expect(all).toContain(`# ${data.title}\n`);
  }
  // Every link leads on from wherever it is read.
  expect(all).not.toMatch(/\]\((?!https:|#)/);
});

it('has an address for every part', () => {
  for (const found of guidePages())
    expect(pageSource(found, reader).replace(/^ *```[\s\S]*?^ *```$/gm, '')).not.toMatch(
      /^#+ (?!.* \[#[\w-]+\]$)/m,
    );
});

it('is searched by words, by codes and by names in samples', async () => {
  for (const [words, url] of [
    ['invalid_dpop_proof', '/docs/errors#invalid_dpop_proof'],
    ['TRUSTED_PROXIES', '/docs/configuration#processes'],
    ['how do I restore a backup', '/docs/backup#restore'],
    ['clientcredentials.Config', '/docs/libraries#go'],
    ['createIntrospect', '/docs/sdk#introspect'],
    ['Idempotency-Key', '/docs/management#idempotency'],
    ['doctor', '/docs/operating#doctor'],
  ]) {
    const found = await searchDocs(words ?? '', reader);
    expect(
      found?.map((passage) => passage.url),
      words,
    ).toContain(url);
  }
  expect(await searchDocs('  ', reader)).toEqual([]);
  expect(await searchDocs('xyzzyqwertz', reader)).toEqual([]);
  // Anybody may search, in a process that issues tokens: only so much work is done in a second.
  const many = await Promise.all(Array.from({ length: 20 }, (_, n) => searchDocs(`token${n}`, reader)));
  expect(many).toContain(undefined);
  // What was found before takes none.
  expect(await searchDocs('doctor', reader)).not.toEqual(undefined);
});
