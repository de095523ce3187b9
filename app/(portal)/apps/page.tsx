import type { Metadata } from 'next';
import { AppsPage } from '@/components/apps/apps-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Apps' };

export default async function Page() {
  await requirePageSession('/apps');
  return <AppsPage />;
}
