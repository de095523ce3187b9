import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UsageRange } from '@/lib/contract/ranges';
import { portalFetch } from './portal-api';

const attentionAnswerSchema = async () => (await import('@/lib/contract/attention')).attentionAnswerSchema;
const usageAnswerSchema = async () => (await import('@/lib/contract/usage')).usageAnswerSchema;

/** Of the tenant, or of one client. Asked again while the tab is visible: every 15 s for the last hour, else every minute. */
export function useUsage(range: UsageRange, client?: string) {
  return useQuery({
    queryKey: ['usage', client ?? '', range],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ range, ...(client === undefined ? {} : { client }) });
      return portalFetch(`/api/portal/usage?${query}`, { schema: usageAnswerSchema, signal });
    },
    refetchInterval: range === '1h' ? 15_000 : 60_000,
    // Another range of the same client: the old charts stand until the new ones are there.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === (client ?? '') ? keepPreviousData(previous) : undefined,
  });
}

export function useAttention(client?: string) {
  return useQuery({
    queryKey: ['attention', client ?? ''],
    queryFn: ({ signal }) => {
      const query = client === undefined ? '' : `?${new URLSearchParams({ client })}`;
      return portalFetch(`/api/portal/attention${query}`, { schema: attentionAnswerSchema, signal });
    },
    refetchInterval: client === undefined ? 60_000 : 30_000,
  });
}
