import { useQuery } from '@tanstack/react-query';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

const activitySchema = async () => (await import('@/lib/contract/portal')).activitySchema;

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
