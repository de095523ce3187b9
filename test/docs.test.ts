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
import { TOOLS } from '@/lib/http/mcp/tools';
import { openApiDocument } from '@/lib/http/openapi/document';

/** As much of it as is looked at. */
interface OperationObject {
  operationId: string;
  'x-codeSamples': { label: string; source: string }[];
  parameters?: { name: string }[];
  responses: Record<string, { headers: object; content?: Record<string, { example?: { error?: string } }> }>;
}

const reader = {
  issuer: 'https://auth.example.com',
  environment: 'live',
  clientId: null,
  limits: { token: 60, introspect: 600, revoke: 600, self_rotation: 5, management: 300, mcp: 300 },
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

it('knows every tool of the MCP server with its scope, and no other', () => {
  const text = page('mcp').data.source;
  const listed = [...(text.split('## Tools')[1] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(TOOLS.map(({ name }) => name));
  for (const { name, scope } of TOOLS)
    expect(text).toMatch(
      new RegExp(`\\| ${scope === null ? 'any, or none' : `\`${scope}\``} \\| [^\\n]*\`${name}\``),
    );
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

it('has every operation of the OpenAPI document with all it says, and a way to try it', () => {
  const { paths } = openApiDocument(reader.issuer) as unknown as {
    paths: Record<string, Record<string, OperationObject>>;
  };
  const both = ['reference', 'management-reference'].map((name) => pageSource(page(name), reader)).join('\n');
  const parts = new Map(
    both.split(/^(?=## )/m).map((part) => [/^## .* \[#([\w-]+)\]$/m.exec(part)?.[1], part] as const),
  );
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.length).toBeGreaterThan(20);
  for (const { path, method, operation } of operations) {
    const part = parts.get(operation.operationId) ?? '';
    const says = (text: string) => expect(part, operation.operationId).toContain(text);
    says(`\`${method.toUpperCase()} ${path}\``);
    for (const { name } of operation.parameters ?? []) says(`| \`${name}\` |`);
    for (const [status, response] of Object.entries(operation.responses)) {
      says(status.startsWith('2') ? `**Answer ${status}:**` : `| \`${status}\` |`);
      for (const header of Object.keys(response.headers)) says(`\`${header}\``);
      const { example } = response.content?.['application/json'] ?? {};
      // Of a refusal the codes say more than an example of each.
      for (const code of status.startsWith('2') ? [] : [example?.error].filter(Boolean))
        says(`](/docs/errors#${code})`);
      if (status.startsWith('2') && response.content) expect(example, operation.operationId).toBeDefined();
    }
    for (const tab of ['curl', 'Python', 'JavaScript', 'Go', 'Ruby', 'Java', 'PHP', 'C#', 'Swift'])
      says(`title="${method.toUpperCase()} ${path}" tab="${tab}"`);
    // Credentials come from the environment, in every language.
    for (const { label, source } of operation['x-codeSamples'])
      if (!label.endsWith(', kept'))
        expect(source, label).not.toMatch(/gcs_live|eyJ|YOUR_CLIENT_SECRET|YOUR_TOKEN/);
    const form = JSON.parse(/^```try\n(.*)\n```$/m.exec(part)?.[1] ?? '');
    expect(form).toMatchObject({ path, method: method.toUpperCase(), issuer: reader.issuer });
    // A secret is typed by whoever has it.
    expect(JSON.stringify(form)).not.toMatch(/gcs_live|eyJ/);
  }
  // Forms are for browsers: Markdown and the search have none.
  expect(llmsFull(reader)).not.toContain('operationId');
});

it('keeps tokens in eight languages, in programs whose brackets match', () => {
  const folder = resolve(import.meta.dirname, '../docs/samples');
  const files = readdirSync(folder);
  expect(files.length).toBe(8);
  const start = pageSource(page('quick-start'), reader);
  for (const name of files) {
    const source = readFileSync(resolve(folder, name), 'utf8');
    expect(start, name).toContain(source.trim().replaceAll('https://auth.example.com', reader.issuer));
    for (const told of ['YOUR_CLIENT_ID', 'CLIENT_SECRET', '429', '503', '401'])
      expect(
        source.replace(/TooManyRequests|ServiceUnavailable|Unauthorized/g, '429 503 401'),
        name,
      ).toContain(told);
    // Of C# and Swift nothing here can say more.
    const open: string[] = [];
    for (const bracket of source.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'/g, '').match(/[()[\]{}]/g) ??
      [])
      if ('([{'.includes(bracket)) open.push(bracket);
      else expect(`${open.pop()}${bracket}`, name).toMatch(/^(?:\(\)|\[\]|\{\})$/);
    expect(open, name).toEqual([]);
  }
});

it('links to pages and parts that there are', () => {
  const parts = new Map(
    guidePages().map((found) => [
      found.url,
      new Set([...pageSource(found, reader).matchAll(/^#+ .* \[#([\w-]+)\]$/gm)].map(([, id]) => id)),
    ]),
  );
  let checked = 0;
  for (const found of guidePages())
    for (const [, href = ''] of pageSource(found, reader).matchAll(/\]\(((?:\/docs|#)[^)]*)\)/g)) {
      const [path = '', part] = href.split('#');
      const there = parts.get(path || found.url);
      expect(there, `${found.url}: ${href}`).toBeDefined();
      if (part) expect(there, `${found.url}: ${href}`).toContain(part);
      checked++;
    }
  expect(checked).toBeGreaterThan(200);
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
