import { useQuery } from '@tanstack/react-query';
import type { EvidencePeriod } from '@/lib/contract/evidence';
import { portalDownload, portalFetch } from './portal-api';

const evidenceSchema = async () => (await import('@/lib/contract/evidence')).evidenceSchema;

/** For the printed page; read once, so that a document does not change while it is looked at. */
export const useEvidence = (period: EvidencePeriod) =>
  useQuery({
    queryKey: ['evidence', period.from, period.to],
    queryFn: ({ signal }) =>
      portalFetch(`/api/portal/secrets/evidence?${new URLSearchParams(period)}`, {
        schema: evidenceSchema,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

export const exportEvidence = (period: EvidencePeriod): Promise<Blob> =>
  portalDownload('/api/portal/secrets/export', period);
