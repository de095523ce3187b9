/** The documentation's pages in reading order; the first is at `/docs` itself. */
export const DOC_PAGES = [
  { slug: '', title: 'Quick start', summary: 'From a client ID and its secret to a token that works.' },
  {
    slug: 'authentication',
    title: 'Authentication',
    summary: 'The two kinds of tokens, what is in them, and how an API checks one.',
  },
  {
    slug: 'rotation',
    title: 'Rotating secrets',
    summary: 'A new secret in place of an old one, without a refused call in between.',
  },
  {
    slug: 'reference',
    title: 'API reference',
    summary: 'Every address of the service: what it takes, what it answers, in which headers.',
  },
  {
    slug: 'errors',
    title: 'Errors',
    summary: 'Every error code: its status, what causes it, what mends it.',
  },
  {
    slug: 'limits',
    title: 'Limits',
    summary: 'How many calls a minute, counted how, and what to do at the limit.',
  },
  {
    slug: 'libraries',
    title: 'Libraries',
    summary: 'Any OAuth 2.0 library will do. What to set, and how to keep a token.',
  },
] as const;

export type DocPage = (typeof DOC_PAGES)[number];
export type DocSlug = DocPage['slug'];

export const docAddress = (slug: DocSlug): string => (slug === '' ? '/docs' : `/docs/${slug}`);

/** The page at the rest of an address below `/docs`; undefined where there is none. `/docs/` and a slug is all there is. */
export function docPage(path: readonly string[] = []): DocPage | undefined {
  const slug = path.join('/');
  return path.length <= 1 && path[0] !== '' ? DOC_PAGES.find((page) => page.slug === slug) : undefined;
}
