'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { BOARD_FILTERS } from '@/lib/contract/board-filters';

/** What is shown of the board, kept in the URL; a new page is a step that the Back button takes back. */
export function useBoardState() {
  return useQueryStates(
    {
      filter: parseAsStringLiteral(BOARD_FILTERS.map(({ value }) => value)).withDefault('all'),
      after: parseAsString,
    },
    { history: 'push' },
  );
}
