import { initAdvancedSearch } from 'fumadocs-core/search/server';
import type { DocsReader, FoundInDocs } from '../contract/docs';
import { guidePages } from './guide';
import { pageSource } from './markdown';
import { passagesOf, plain } from './passages';

/** Pages, and passages of each: every passage is prepared anew to be shown. */
const MOST_PAGES = 8;
const MOST_PASSAGES = 4;

type Index = ReturnType<typeof initAdvancedSearch>;
let known: Index | undefined;

/** Built with the first search. Samples are searched too: people look for names of functions and variables. */
function index(reader: DocsReader): Index {
  known ??= initAdvancedSearch({
    indexes: guidePages().map((page) => ({
      id: page.url,
      url: page.url,
      title: page.data.title,
      description: page.data.description,
      structuredData: passagesOf(pageSource(page, reader)),
    })),
    // A threshold of none: all words, not one of them.
    search: { threshold: 0, groupBy: { properties: ['page_id'], maxResult: MOST_PASSAGES } },
  });
  return known;
}

/**
 * Pages and parts that have all of these words, best first.
 *
 * @param reader whoever is not signed in: what is found is the same for everybody
 */
export async function searchDocs(words: string, reader: DocsReader): Promise<FoundInDocs[]> {
  const wanted = telling(words);
  if (wanted === '') return [];
  const found = await index(reader).search(wanted, { limit: MOST_PAGES });
  return found.map(({ type, url, content }) => ({ kind: type, url, text: shown(content) }));
}

const COMMON = new Set([
  'the',
  'and',
  'for',
  'how',
  'can',
  'does',
  'what',
  'why',
  'when',
  'with',
  'from',
  'get',
]);

/** Words are beginnings of words to the index: “a” would be found everywhere. Alone, short and common ones are what is meant. */
function telling(words: string): string {
  const all = words.trim().split(/\s+/);
  const some = all.filter((word) => word.length > 2 && !COMMON.has(word.toLowerCase()));
  return (some.length > 0 ? some : all).join(' ');
}

/** A passage comes with its hits marked. */
const shown = (content: string): string => plain(content.replace(/<\/?mark>/g, '')).slice(0, 200);
