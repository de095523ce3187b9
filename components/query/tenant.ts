import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UpdateTenant } from '@/lib/contract/portal';
import { clientKeys } from './clients';
import { portalFetch } from './portal-api';
import { boardKey } from './secrets-board';

const tenantAnswerSchema = async () => (await import('@/lib/contract/portal')).tenantAnswerSchema;

const TENANT = '/api/portal/tenant' as const;
const tenantKey = ['tenant'] as const;

export function useTenant() {
  return useQuery({
    queryKey: tenantKey,
    queryFn: ({ signal }) => portalFetch(TENANT, { schema: tenantAnswerSchema, signal }),
    staleTime: 30_000,
  });
}

export function useUpdateTenant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateTenant) =>
      portalFetch(TENANT, { method: 'PATCH', body, schema: tenantAnswerSchema }),
    onSuccess: (answer) => {
      queries.setQueryData(tenantKey, answer);
      queries.invalidateQueries({ queryKey: clientKeys.all });
      queries.invalidateQueries({ queryKey: boardKey });
    },
    // Somebody else may have been faster: show what is true now.
    onError: () => {
      queries.invalidateQueries({ queryKey: tenantKey });
    },
  });
}

export function useEndTenantTokens() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => portalFetch(`${TENANT}/end-tokens`, { method: 'POST', schema: tenantAnswerSchema }),
    onSuccess: (answer) => queries.setQueryData(tenantKey, answer),
  });
}
