import { useQuery } from '@tanstack/react-query';
import { activitySchema } from '@/lib/contract/portal';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';

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
