import { getTableOfContents } from 'fumadocs-core/content/toc';
import type { DocsReader } from '../contract/docs';
import { type GuidePage, guidePages, guideTree, namedPage } from './guide';
import { filledIn } from './values';

/** What a page shows, still with what only its drawing needs: ids of headings, and names of tabs and samples. */
export const pageSource = (page: GuidePage, reader: DocsReader): string => filledIn(page.data.source, reader);

/** Forms are for people in front of a browser: what they are made from is no text. */
export const withoutForms = (source: string): string => source.replace(/^```try\n.*\n```\n\n/gm, '');

/** They are the same for every reader. */
const parts = new WeakMap<GuidePage, { title: string; id: string }[]>();

/** A page's parts, for the list beside it. */
export function partsOf(page: GuidePage, source: string): { title: string; id: string }[] {
  const known = parts.get(page);
  if (known) return known;
  const found = getTableOfContents(source)
    .filter(({ depth }) => depth === 2)
    .map(({ title, url }) => ({ title: String(title), id: url.slice(1) }));
  parts.set(page, found);
  return found;
}

/** The address of a page's Markdown. */
const markdownAddress = (issuer: string, { data }: GuidePage) => `${issuer}/docs/${data.slug}.md`;

/** Links that lead on from wherever the text is pasted, to Markdown where there is any. */
function withFullLinks(source: string, issuer: string): string {
  return source
    .replace(/\]\(\/docs(?:\/([\w-]+))?(#[\w-]+)?\)/g, (whole, slug?: string, part = '') => {
      const page = namedPage(slug);
      return page ? `](${markdownAddress(issuer, page)}${part})` : whole;
    })
    .replace(/\]\((\/[^)]*)\)/g, (_, path: string) => `](${issuer}${path})`);
}

/** The page as Markdown that any program reads: `/docs/<name>.md`. */
export function pageMarkdown(page: GuidePage, reader: DocsReader): string {
  const { title, description } = page.data;
  const body = withoutForms(pageSource(page, reader))
    .replace(/^(#{2,4} .*?) \[#[\w-]+\]$/gm, '$1')
    .replace(/^( *```\w*) .*$/gm, '$1');
  return [
    `> All pages: ${reader.issuer}/llms.txt, and in one file: ${reader.issuer}/llms-full.txt`,
    `# ${title}`,
    description,
    withFullLinks(body.trim(), reader.issuer),
    '',
  ].join('\n\n');
}

/** `/llms.txt`: every page with what it is about (llmstxt.org). */
export function llmsIndex(reader: DocsReader): string {
  const lines = guideTree().map((node) => {
    if (node.type === 'separator') return `\n## ${node.name}\n`;
    const page = guidePages().find(({ url }) => node.type === 'page' && url === node.url);
    return page
      ? `- [${page.data.title}](${markdownAddress(reader.issuer, page)}): ${page.data.description}`
      : '';
  });
  return [
    '# Gooclaim Auth',
    '',
    '> Tokens for the backends of claims administrators: OAuth 2.0 client credentials, introspection, revocation, keys to verify tokens with, and the rotation of secrets.',
    ...lines,
    '',
  ].join('\n');
}

/** `/llms-full.txt`: all pages, one after the other. */
export const llmsFull = (reader: DocsReader): string =>
  guidePages()
    .map((page) => pageMarkdown(page, reader))
    .join('\n');
