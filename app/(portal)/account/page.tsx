import type { Metadata } from 'next';
import { AccountPage } from '@/components/account/account-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Account security' };

export default async function Page() {
  await requirePageSession('/account');
  return <AccountPage />;
}
