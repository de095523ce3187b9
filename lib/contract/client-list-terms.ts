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

/** A secret, a refresh token or a JWT, or the start of one. It is not looked for: a search is part of an address, which proxies and browsers keep. */
export const mayBeCredential = (text: string): boolean => /gc[rs]_|\beyJ[\w-]{5,}/.test(text);
