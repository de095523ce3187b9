import type { Metadata } from 'next';
import { SecretsPage } from '@/components/secrets/secrets-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Secrets' };

type Props = { searchParams: Promise<SearchParams> };

export default async function Page({ searchParams }: Props) {
  await requirePageSession(pageAddress('/secrets', await searchParams));
  return <SecretsPage />;
}
