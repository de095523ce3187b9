import { structure } from 'fumadocs-core/mdx-plugins/remark-structure';
import { initAdvancedSearch } from 'fumadocs-core/search/server';
import type { DocsReader, FoundInDocs } from '../contract/docs';
import { guidePages } from './guide';
import { pageSource } from './markdown';

type Index = ReturnType<typeof initAdvancedSearch>;

/** Of parts, over all pages. */
const MOST_FOUND = 24;

let known: Index | undefined;

/** Built with the first search. Samples are searched too: people look for names of functions and variables. */
function indexFor(reader: DocsReader): Index {
  known ??= initAdvancedSearch({
    indexes: guidePages().map((page) => ({
      id: page.url,
      url: page.url,
      title: page.data.title,
      description: page.data.description,
      structuredData: structure(pageSource(page, reader), [], {
        types: ['heading', 'paragraph', 'blockquote', 'tableCell', 'code'],
      }),
    })),
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
  const found = await indexFor(reader).search(words, { limit: MOST_FOUND });
  const titles = new Map(guidePages().map(({ url, data }) => [url, data.title]));
  return found.map(({ type, url, content }) => ({
    kind: type,
    url,
    page: titles.get(url.split('#')[0] ?? '') ?? '',
    // Marked with <mark> by the index; here it is text and nothing else.
    text: content.replace(/<\/?mark>/g, '').slice(0, 200),
  }));
}
