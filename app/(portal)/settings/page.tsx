import type { Metadata } from 'next';
import { SettingsPage } from '@/components/settings/settings-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Settings' };

export default async function Page() {
  await requirePageSession('/settings');
  return <SettingsPage />;
}
