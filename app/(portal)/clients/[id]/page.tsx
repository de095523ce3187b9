import type { Metadata } from 'next';
import { ClientPage } from '@/components/clients/client-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Client' };

type Props = { params: Promise<{ id: string }> };

export default async function Page({ params }: Props) {
  const { id } = await params;
  await requirePageSession(`/clients/${id}`);
  return <ClientPage clientId={id} />;
}
