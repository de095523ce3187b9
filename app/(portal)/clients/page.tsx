import type { Metadata } from 'next';
import { ClientsPage } from '@/components/clients/clients-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Clients' };

export default async function Page() {
  await requirePageSession('/clients');
  return <ClientsPage />;
}
