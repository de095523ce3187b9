import type { Metadata } from 'next';
import { SessionsPage } from '@/components/sessions/sessions-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Your sessions' };

export default async function Page() {
  await requirePageSession('/sessions');
  return <SessionsPage />;
}
