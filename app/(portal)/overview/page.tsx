import type { Metadata } from 'next';
import { OverviewPage } from '@/components/overview/overview-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Overview' };

type Props = { searchParams: Promise<SearchParams> };

export default async function Page({ searchParams }: Props) {
  await requirePageSession(pageAddress('/overview', await searchParams));
  return <OverviewPage />;
}
