import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { rangeSchema } from '@/lib/contract/usage';

/** What the charts look back over, kept in the URL. */
export const useRange = () =>
  useQueryState('range', parseAsStringLiteral(rangeSchema.options).withDefault('24h'));
