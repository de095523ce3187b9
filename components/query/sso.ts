import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StartSso } from '@/lib/contract/sso';
import { portalFetch } from './portal-api';
import { PortalApiError } from './portal-api-error';

const domainAnswerSchema = async () => (await import('@/lib/contract/sso')).domainAnswerSchema;
const domainCheckSchema = async () => (await import('@/lib/contract/sso')).domainCheckSchema;
const foundSsoSchema = async () => (await import('@/lib/contract/sso')).foundSsoSchema;
const ssoAnswerSchema = async () => (await import('@/lib/contract/sso')).ssoAnswerSchema;
const ssoChecksSchema = async () => (await import('@/lib/contract/sso')).ssoChecksSchema;
const startedSsoSchema = async () => (await import('@/lib/contract/sso')).startedSsoSchema;

const SSO = '/api/portal/sso' as const;
const DOMAINS = `${SSO}/domains` as const;
const ssoKey = ['sso'] as const;

const domainPath = (id: string) => `${DOMAINS}/${encodeURIComponent(id)}` as const;

export const useSso = () =>
  useQuery({
    queryKey: ssoKey,
    queryFn: ({ signal }) => portalFetch(SSO, { schema: ssoAnswerSchema, signal }),
    staleTime: 30_000,
  });

/** A change of the connection answers with what is true then. */
function useConnectionChange<Input>(method: 'POST' | 'DELETE') {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Input) => portalFetch(SSO, { method, body, schema: ssoAnswerSchema }),
    onSuccess: (answer) => queries.setQueryData(ssoKey, answer),
  });
}

export const useSaveSso = () => useConnectionChange<unknown>('POST');
export const useRemoveSso = () => useConnectionChange<void>('DELETE');

export const useCheckSso = () =>
  useMutation({
    mutationFn: () => portalFetch(`${SSO}/check`, { method: 'POST', schema: ssoChecksSchema }),
  });

/** A change of the domains; refused or not, they are read again. */
function useDomainChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: ssoKey }),
  });
}

export const useAddDomain = () =>
  useDomainChange((domain: string) =>
    portalFetch(DOMAINS, { method: 'POST', body: { domain }, schema: domainAnswerSchema }),
  );

export const useCheckDomain = () =>
  useDomainChange((id: string) =>
    portalFetch(`${domainPath(id)}/check`, { method: 'POST', schema: domainCheckSchema }),
  );

export const useRemoveDomain = () =>
  useDomainChange((id: string) =>
    portalFetch(domainPath(id), { method: 'DELETE', schema: domainAnswerSchema }),
  );

/** The connection of an address's domain, if there is one. */
export const findSso = async (email: string): Promise<string | null> =>
  (await portalFetch('/api/account/sso', { method: 'POST', body: { email }, schema: foundSsoSchema }))
    .connection_id;

/** Where the browser is to go. The token of next-auth says that it is this page that asks, and no other site. */
export async function startSso(connectionId: string, wish: Omit<StartSso, 'csrfToken'>): Promise<string> {
  const csrfToken = await import('next-auth/react')
    .then(({ getCsrfToken }) => getCsrfToken())
    .catch(() => undefined);
  if (!csrfToken)
    throw new PortalApiError(
      0,
      'unreachable',
      'The service did not answer. Check your connection and try again.',
    );
  const body: StartSso = { csrfToken, ...wish };
  const { url } = await portalFetch(`/api/auth/signin/${encodeURIComponent(connectionId)}`, {
    method: 'POST',
    body,
    schema: startedSsoSchema,
  });
  return url;
}
