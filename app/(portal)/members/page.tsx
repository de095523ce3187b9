import type { Metadata } from 'next';
import { MembersPage } from '@/components/members/members-page';
import { pageAddress, type SearchParams } from '@/components/shell/page-address';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Members' };

type Props = { searchParams: Promise<SearchParams> };

export default async function Page({ searchParams }: Props) {
  await requirePageSession(pageAddress('/members', await searchParams));
  return <MembersPage />;
}
