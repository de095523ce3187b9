import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ClientQuery } from '@/lib/contract/client-list';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

const clientListSchema = async () => (await import('@/lib/contract/client-list')).clientListSchema;

const EVERYTHING: ClientQuery = { q: '', status: 'all', sort: 'name', dir: 'asc', page: 1 };

/** One page of the list. The last answer stays until the next is there, so that nothing jumps meanwhile. */
export function useClientList(query: Partial<ClientQuery> = {}, { enabled = true } = {}) {
  const wanted: ClientQuery = { ...EVERYTHING, ...query };
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
