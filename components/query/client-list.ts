import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ClientQuery, clientListSchema, clientQuerySchema } from '@/lib/contract/client-list';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

/** One page of the list. The last answer stays until the next is there, so that nothing jumps meanwhile. */
export function useClientList(query: Partial<ClientQuery> = {}, { enabled = true } = {}) {
  const wanted = clientQuerySchema.parse(query);
  return useQuery({
    queryKey: [...clientKeys.list(), wanted],
    queryFn: ({ signal }) =>
      portalFetch(`/api/portal/clients?${searchOf(wanted)}`, { schema: clientListSchema, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    enabled,
  });
}

const searchOf = (query: ClientQuery): URLSearchParams =>
  new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
