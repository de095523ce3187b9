'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ClientQuery } from '@/lib/contract/client-list';
import {
  CLIENT_FILTERS,
  CLIENT_SORTS,
  type ClientFilter,
  LONGEST_SEARCH,
  mayBeCredential,
} from '@/lib/contract/client-list-terms';

export const FILTER_LABELS: Record<ClientFilter, string> = {
  all: 'All clients',
  active: 'Active',
  disabled: 'Disabled',
  attention: 'Needs attention',
  with_secret: 'With a live secret',
  secret_only: 'With a secret and no key',
};

/** What is shown of the list, kept in the URL: a reload, the Back button and a shared link all bring it back. */
export function useListState() {
  return useQueryStates(
    {
      q: parseAsString.withDefault(''),
      status: parseAsStringLiteral(CLIENT_FILTERS).withDefault('all'),
      sort: parseAsStringLiteral(CLIENT_SORTS).withDefault('name'),
      dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
      page: parseAsInteger.withDefault(1),
    },
    { history: 'replace' },
  );
}

export type ListState = ReturnType<typeof useListState>[0];
export type SetListState = ReturnType<typeof useListState>[1];

/** What the service is asked for: an address that somebody typed may say anything. */
export const queryOf = ({ q, page, ...rest }: ListState): ClientQuery => ({
  ...rest,
  q: mayBeCredential(q) ? '' : q.slice(0, LONGEST_SEARCH),
  page: Math.min(Math.max(1, page), 1_000_000),
});
