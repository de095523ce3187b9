import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SigningKeysView } from '@/lib/contract/portal';
import { portalFetch } from './portal-api';

const signingKeysSchema = async () => (await import('@/lib/contract/portal')).signingKeysSchema;

const SIGNING_KEYS = '/api/portal/signing-keys' as const;
const signingKeysKey = ['signing-keys'] as const;

export function useSigningKeys() {
  return useQuery({
    queryKey: signingKeysKey,
    queryFn: ({ signal }) => portalFetch(SIGNING_KEYS, { schema: signingKeysSchema, signal }),
    refetchInterval: 30_000,
  });
}

export function useRotateSigningKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (atOnce: boolean) =>
      portalFetch(`${SIGNING_KEYS}/rotate`, {
        method: 'POST',
        body: { at_once: atOnce },
        schema: signingKeysSchema,
      }),
    onSuccess: (answer) => keep(queries, answer),
    onError: () => {
      queries.invalidateQueries({ queryKey: signingKeysKey });
    },
  });
}

export function useRevokeSigningKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kid, reason }: { kid: string; reason: string }) =>
      portalFetch(`${SIGNING_KEYS}/${encodeURIComponent(kid)}/revoke`, {
        method: 'POST',
        body: { reason },
        schema: signingKeysSchema,
      }),
    onSuccess: (answer) => keep(queries, answer),
    onError: () => {
      queries.invalidateQueries({ queryKey: signingKeysKey });
    },
  });
}

/** The debugger checks signatures with the published keys, which have just changed. */
function keep(queries: QueryClient, answer: SigningKeysView): void {
  queries.setQueryData(signingKeysKey, answer);
  queries.invalidateQueries({ queryKey: ['published-keys'] });
}
