'use client';

import { parseAsIsoDateTime, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { AuditQuestion } from '@/components/query/audit';
import { AUDIT_ACTIONS } from '@/lib/contract/audit-actions';
import { GROUPS } from './groups';

const HOUR = 3_600_000;

export const RANGES = {
  '1h': { label: 'Last hour', ms: HOUR },
  '24h': { label: 'Last 24 hours', ms: 24 * HOUR },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * HOUR },
  '30d': { label: 'Last 30 days', ms: 30 * 24 * HOUR },
} as const;
type Range = keyof typeof RANGES;

export const OUTCOMES = { success: 'Succeeded', failure: 'Failed' } as const;

const keys = <Key extends string>(table: Record<Key, unknown>) => Object.keys(table) as Key[];

/** Which rows are shown, kept in the URL: a reload, the Back button and a shared link all bring them back. */
export function useAuditFilter() {
  return useQueryStates(
    {
      range: parseAsStringLiteral([...keys(RANGES), 'custom'] as (Range | 'custom')[]),
      from: parseAsIsoDateTime,
      to: parseAsIsoDateTime,
      group: parseAsStringLiteral(GROUPS),
      action: parseAsStringLiteral(AUDIT_ACTIONS),
      outcome: parseAsStringLiteral(keys(OUTCOMES)),
      actor: parseAsString,
      target: parseAsString,
      address: parseAsString,
      request: parseAsString,
      jti: parseAsString,
    },
    { history: 'push' },
  );
}

export type FilterState = ReturnType<typeof useAuditFilter>[0];
export type SetFilter = ReturnType<typeof useAuditFilter>[1];

/** What is asked of the service. */
export function questionOf({ range, from, to, ...rest }: FilterState): AuditQuestion {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  if (range === 'custom') return { ...given, from: from?.toISOString(), to: to?.toISOString() };
  return range ? { ...given, last: RANGES[range].ms } : given;
}

export const isNarrowed = (state: FilterState): boolean =>
  Object.values(state).some((value) => value !== null);

/** `useQueryStates` takes null for everything, too. */
export const NO_FILTER = null;

/** The filters that have no control of their own. */
export const CHIPS = ['action', 'actor', 'target', 'address', 'request', 'jti'] as const;
