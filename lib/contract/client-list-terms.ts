/** Rows of one page. */
export const CLIENT_PAGE_SIZE = 50;
/** Characters of a search. */
export const LONGEST_SEARCH = 200;

export const CLIENT_FILTERS = [
  'all',
  'active',
  'disabled',
  'attention',
  'with_secret',
  'secret_only',
] as const;
export type ClientFilter = (typeof CLIENT_FILTERS)[number];
export const CLIENT_SORTS = ['name', 'secret', 'last_used'] as const;
export type ClientSort = (typeof CLIENT_SORTS)[number];
