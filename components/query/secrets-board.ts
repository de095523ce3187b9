import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { BoardQuery } from '@/lib/contract/secrets-board';
import { portalFetch } from './portal-api';

const boardSchema = async () => (await import('@/lib/contract/secrets-board')).boardSchema;

export const boardKey = ['secrets-board'] as const;

/** A page of the tenant's live secrets. */
export const useSecretsBoard = ({ filter = 'all', after }: BoardQuery) =>
  useQuery({
    queryKey: [...boardKey, filter, after ?? null],
    queryFn: ({ signal }) =>
      portalFetch(`/api/portal/secrets?${new URLSearchParams({ filter, ...(after ? { after } : {}) })}`, {
        schema: boardSchema,
        signal,
      }),
    // The counts stay where they are while another filter is read.
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
