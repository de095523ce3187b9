import { parseAsStringLiteral, useQueryState } from 'nuqs';

export const TABS = ['overview', 'secrets', 'token', 'activity', 'danger'] as const;
export type ClientTab = (typeof TABS)[number];

/** The open tab, kept in the URL. */
export function useClientTab() {
  return useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault('overview').withOptions({ history: 'push' }),
  );
}
