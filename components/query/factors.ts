import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AddedFactor } from '@/lib/contract/factors';
import { portalFetch } from './portal-api';

const addedFactorSchema = async () => (await import('@/lib/contract/factors')).addedFactorSchema;
const factorsAnswerSchema = async () => (await import('@/lib/contract/factors')).factorsAnswerSchema;
const offeredTotpSchema = async () => (await import('@/lib/contract/factors')).offeredTotpSchema;
const passkeyOptionsSchema = async () => (await import('@/lib/contract/factors')).passkeyOptionsSchema;

const FACTORS = '/api/portal/factors' as const;
const factorsKey = ['factors'] as const;

export function useFactors() {
  return useQuery({
    queryKey: factorsKey,
    queryFn: ({ signal }) => portalFetch(FACTORS, { schema: factorsAnswerSchema, signal }),
  });
}

/** After a change: one's factors are other ones, and sessions elsewhere may have ended. */
export function useFactorsChanged() {
  const queries = useQueryClient();
  return () => {
    queries.invalidateQueries({ queryKey: factorsKey });
    queries.invalidateQueries({ queryKey: ['own-sessions'] });
  };
}

export const offerTotp = () => portalFetch(`${FACTORS}/totp`, { method: 'POST', schema: offeredTotpSchema });

export const confirmTotp = (code: string): Promise<AddedFactor> =>
  portalFetch(`${FACTORS}/totp/confirm`, { method: 'POST', body: { code }, schema: addedFactorSchema });

export const removeTotp = () => portalFetch(`${FACTORS}/totp`, { method: 'DELETE' });

export const offerPasskey = () =>
  portalFetch(`${FACTORS}/passkeys/options`, { method: 'POST', schema: passkeyOptionsSchema });

export const addPasskey = (name: string, attestation: unknown): Promise<AddedFactor> =>
  portalFetch(`${FACTORS}/passkeys`, {
    method: 'POST',
    body: { name, attestation },
    schema: addedFactorSchema,
  });

const passkeyPath = (id: string) => `${FACTORS}/passkeys/${encodeURIComponent(id)}` as const;

export const renamePasskey = (id: string, name: string) =>
  portalFetch(passkeyPath(id), { method: 'PATCH', body: { name } });

export const removePasskey = (id: string) => portalFetch(passkeyPath(id), { method: 'DELETE' });

export const renewRecoveryCodes = (): Promise<AddedFactor> =>
  portalFetch(`${FACTORS}/recovery-codes`, { method: 'POST', schema: addedFactorSchema });
