import { useQuery } from '@tanstack/react-query';
import { activitySchema } from '@/lib/contract/portal';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

/** Of the whole tenant. */
export const useTenantActivity = () =>
  useQuery({
    queryKey: ['activity'],
    queryFn: ({ signal }) => portalFetch('/api/portal/activity', { schema: activitySchema, signal }),
    refetchInterval: 30_000,
  });

export function useClientActivity(clientId: string) {
  return useQuery({
    queryKey: clientKeys.activity(clientId),
    queryFn: ({ signal }) =>
      portalFetch(`/api/portal/clients/${encodeURIComponent(clientId)}/activity`, {
        schema: activitySchema,
        signal,
      }),
    refetchInterval: 10_000,
  });
}
