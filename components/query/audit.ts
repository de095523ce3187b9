import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { serverNow } from '@/components/ui/server-clock';
import type { AuditFilter } from '@/lib/contract/audit';
import { portalDownload, portalFetch } from './portal-api';

const auditPageSchema = async () => (await import('@/lib/contract/audit')).auditPageSchema;
const requestEventsSchema = async () => (await import('@/lib/contract/audit')).requestEventsSchema;

const AUDIT = '/api/portal/audit' as const;

/** A filter whose time may be counted back from now. */
export interface AuditQuestion extends AuditFilter {
  /** Milliseconds; takes the place of `from` and `to`. */
  last?: number;
}

/** What the service is asked. */
function filterOf({ last, ...filter }: AuditQuestion): AuditFilter {
  return last === undefined ? filter : { ...filter, from: new Date(serverNow() - last).toISOString() };
}

function auditParameters(question: AuditQuestion, more: Record<string, string> = {}) {
  const given = Object.entries({ ...filterOf(question), ...more }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given as [string, string][]);
}

export const exportAuditLog = (question: AuditQuestion, format: 'csv' | 'json'): Promise<Blob> =>
  portalDownload(`${AUDIT}/export`, { ...filterOf(question), format });

const readPage = (parameters: URLSearchParams, signal: AbortSignal) =>
  portalFetch(`${AUDIT}?${parameters}`, { schema: auditPageSchema, signal });

/** The audit log from its newest row on, page by page. */
export function useAuditLog(question: AuditQuestion, { live }: { live: boolean }) {
  return useInfiniteQuery({
    queryKey: ['audit', question],
    queryFn: ({ pageParam, signal }) =>
      readPage(auditParameters(question, pageParam ? { cursor: pageParam } : {}), signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // Every page is read again: with many open, somebody reads old ones.
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 3 ? 5_000 : false),
  });
}

/** The newest rows that fit. */
export const useNewestAudit = (filter: AuditFilter, limit: number) =>
  useQuery({
    queryKey: ['audit', 'newest', filter, limit],
    queryFn: ({ signal }) => readPage(auditParameters(filter, { limit: String(limit) }), signal),
    refetchInterval: 30_000,
  });

/** What the tenant's log holds of one request. */
export const useRequestEvents = (requestId: string) =>
  useQuery({
    queryKey: ['audit', 'request', requestId],
    queryFn: ({ signal }) =>
      portalFetch(`/api/portal/requests/${encodeURIComponent(requestId)}`, {
        schema: requestEventsSchema,
        signal,
      }),
  });
