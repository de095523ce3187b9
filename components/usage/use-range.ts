import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { RANGE_NAMES } from '@/lib/contract/ranges';

/** What the charts look back over, kept in the URL. */
export const useRange = () => useQueryState('range', parseAsStringLiteral(RANGE_NAMES).withDefault('24h'));
