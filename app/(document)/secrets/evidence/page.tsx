import type { Metadata } from 'next';
import { EvidencePage } from '@/components/evidence/evidence-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';
import { evidencePeriodSchema } from '@/lib/contract/evidence';

export const metadata: Metadata = { title: 'Evidence of secret rotation' };

type Props = { searchParams: Promise<SearchParams> };

export default async function Page({ searchParams }: Props) {
  const search = await searchParams;
  await requirePageSession(pageAddress('/secrets/evidence', search));
  const period = evidencePeriodSchema.safeParse({ from: search.from, to: search.to });
  return <EvidencePage period={period.success ? period.data : null} />;
}
