'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const FILTERS = [
  { value: 'all', label: 'All clients' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'attention', label: 'Needs attention' },
] as const;

export const SORTS = ['name', 'secret', 'last_used'] as const;
export type Sort = (typeof SORTS)[number];
export type Filter = (typeof FILTERS)[number]['value'];

/** What is shown of the list, kept in the URL: a reload, the Back button and a shared link all bring it back. */
export function useListState() {
  return useQueryStates(
    {
      q: parseAsString.withDefault(''),
      status: parseAsStringLiteral(FILTERS.map((filter) => filter.value)).withDefault('all'),
      sort: parseAsStringLiteral(SORTS).withDefault('name'),
      dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
      page: parseAsInteger.withDefault(1),
    },
    { history: 'replace' },
  );
}

export type ListState = ReturnType<typeof useListState>[0];
export type SetListState = ReturnType<typeof useListState>[1];
