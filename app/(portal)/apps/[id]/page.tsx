import type { Metadata } from 'next';
import { AppPage } from '@/components/apps/app-page';
import { pageIssuer, requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'App' };

type Props = { params: Promise<{ id: string }> };

export default async function Page({ params }: Props) {
  const { id } = await params;
  await requirePageSession(`/apps/${id}`);
  return <AppPage appId={id} issuer={pageIssuer()} />;
}
