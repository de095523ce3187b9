import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExtendOverlap } from '@/lib/contract/rotation';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

const clientAnswerSchema = async () => (await import('@/lib/contract/portal')).clientAnswerSchema;
const rotationSchema = async () => (await import('@/lib/contract/rotation')).rotationSchema;

const rotationKey = (clientId: string) => ['rotation', clientId] as const;
const path = (clientId: string, rest: string) =>
  `/api/portal/clients/${encodeURIComponent(clientId)}${rest}` as const;

/** Who uses which of two live secrets: anew every 2 s while the page is in front. */
export const useRotation = (clientId: string) =>
  useQuery({
    queryKey: rotationKey(clientId),
    queryFn: ({ signal }) => portalFetch(path(clientId, '/rotation'), { schema: rotationSchema, signal }),
    refetchInterval: 2000,
    staleTime: 1000,
  });

/** Gives the old secret of a rotation more time. */
export function useExtendOverlap(clientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ secretId, ...body }: ExtendOverlap & { secretId: string }) =>
      portalFetch(path(clientId, `/secrets/${encodeURIComponent(secretId)}/extend`), {
        method: 'POST',
        body,
        schema: clientAnswerSchema,
      }),
    onSuccess: (answer) => queries.setQueryData(clientKeys.one(clientId), answer),
    onSettled: () => {
      // Somebody else may have been faster: show what is true now.
      queries.invalidateQueries({ queryKey: clientKeys.one(clientId) });
      queries.invalidateQueries({ queryKey: clientKeys.activity(clientId) });
    },
  });
}
