import type { Metadata } from 'next';
import { ClientsPage } from '@/components/clients/clients-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Clients' };

type Props = { searchParams: Promise<SearchParams> };

export default async function Page({ searchParams }: Props) {
  await requirePageSession(pageAddress('/clients', await searchParams));
  return <ClientsPage />;
}
