import type { Metadata } from 'next';
import { MembersPage } from '@/components/members/members-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Members' };

export default async function Page() {
  await requirePageSession('/members');
  return <MembersPage />;
}
