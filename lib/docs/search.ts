import { initAdvancedSearch } from 'fumadocs-core/search/server';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { DocsReader, FoundInDocs } from '../contract/docs';
import { type GuidePage, guidePages } from './guide';
import { pageSource, withoutForms } from './markdown';
import { passagesOf, plain } from './passages';

/** Pages, and passages of each: every passage is prepared anew to be shown. */
const MOST_PAGES = 8;
const MOST_PASSAGES = 4;

type Index = ReturnType<typeof initAdvancedSearch>;
let known: Index | undefined;

/**
 * The reference has a sample of every operation in nine languages, and the same refusals with each: whoever looks for a
 * function or a code means another page, and a search would take several times as long.
 */
function searched(page: GuidePage, reader: DocsReader): string {
  const source = withoutForms(pageSource(page, reader));
  if (!page.data.slug.endsWith('reference')) return source;
  return source.replace(/^```\w+ [^\n]*\btab=".*?^```$/gms, '').replace(/^\| `[45]\d\d` \|.*$/gm, '');
}

/** Built with the first search. Samples are searched too: people look for names of functions and variables. */
function index(reader: DocsReader): Index {
  known ??= initAdvancedSearch({
    indexes: guidePages().map((page) => ({
      id: page.url,
      url: page.url,
      title: page.data.title,
      description: page.data.description,
      structuredData: passagesOf(searched(page, reader)),
    })),
    // A threshold of none: all words, not one of them.
    search: { threshold: 0, groupBy: { properties: ['page_id'], maxResult: MOST_PASSAGES } },
  });
  return known;
}

/** What was looked for lately, with what was found: the same for everybody. */
const MOST_KEPT = 500;
const kept = new LRUCache<string, FoundInDocs[]>({ max: MOST_KEPT });

/**
 * Searches a second that are not kept. One takes up to 50 ms, anybody may ask, and the same process may be issuing tokens.
 */
const ROOM = new RateLimiterMemory({ points: 8, duration: 1 });

/**
 * Pages and parts that have all of these words, best first.
 *
 * @param reader whoever is not signed in: what is found is the same for everybody
 * @returns undefined when there is no room for one more search in this second
 */
export async function searchDocs(words: string, reader: DocsReader): Promise<FoundInDocs[] | undefined> {
  const wanted = telling(words).toLowerCase();
  if (wanted === '') return [];
  const known = kept.get(wanted);
  if (known) return known;
  const hasRoom = await ROOM.consume('everybody').then(
    () => true,
    () => false,
  );
  if (!hasRoom) return undefined;
  const found = await index(reader).search(wanted, { limit: MOST_PAGES });
  const answer = found.map(({ type, url, content }) => ({ kind: type, url, text: shown(content) }));
  kept.set(wanted, answer);
  return answer;
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
