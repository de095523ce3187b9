import { setImmediate as pause } from 'node:timers/promises';
import { structure } from 'fumadocs-core/mdx-plugins/remark-structure';
import { initAdvancedSearch } from 'fumadocs-core/search/server';
import type { DocsReader, FoundInDocs } from '../contract/docs';
import { type GuidePage, guidePages } from './guide';
import { pageSource } from './markdown';

/** Pages, and passages of each: every passage is prepared anew to be shown. */
const MOST_PAGES = 8;
const MOST_PASSAGES = 4;

type Index = ReturnType<typeof initAdvancedSearch>;
let known: Promise<Index> | undefined;

/** Samples are searched too: people look for names of functions and variables. */
const entryOf = (page: GuidePage, reader: DocsReader) => ({
  id: page.url,
  url: page.url,
  title: page.data.title,
  description: page.data.description,
  structuredData: structure(pageSource(page, reader), [], {
    types: ['heading', 'paragraph', 'blockquote', 'tableCell', 'code'],
  }),
});

/** Page by page: whoever asks this process for a token meanwhile waits for one of them at most. */
async function build(reader: DocsReader): Promise<Index> {
  const indexes: ReturnType<typeof entryOf>[] = [];
  for (const page of guidePages()) {
    indexes.push(entryOf(page, reader));
    await pause();
  }
  return initAdvancedSearch({
    indexes,
    search: { groupBy: { properties: ['page_id'], maxResult: MOST_PASSAGES } },
  });
}

/** Built with the first search. */
function index(reader: DocsReader): Promise<Index> {
  known ??= build(reader).catch((cause) => {
    known = undefined;
    throw cause;
  });
  return known;
}

/**
 * Pages and parts that have these words, best first.
 *
 * @param reader whoever is not signed in: what is found is the same for everybody
 */
export async function searchDocs(words: string, reader: DocsReader): Promise<FoundInDocs[]> {
  if (words.trim() === '') return [];
  const found = await (await index(reader)).search(words, { limit: MOST_PAGES });
  return found.map(({ type, url, content }) => ({ kind: type, url, text: plain(content) }));
}

/** A passage comes as Markdown, with its hits marked. */
const plain = (content: string): string =>
  content
    .replace(/<\/?mark>|[`*\\]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .slice(0, 200);
