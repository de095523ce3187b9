import type { Metadata } from 'next';
import { ClientPage } from '@/components/clients/client-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Client' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params;
  await requirePageSession(pageAddress(`/clients/${id}`, await searchParams));
  return <ClientPage clientId={id} />;
}
