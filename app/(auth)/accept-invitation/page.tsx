import type { Metadata } from 'next';
import { AcceptInvitation } from '@/components/auth/accept-invitation';
import { currentPageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Invitation' };

export default async function AcceptInvitationPage() {
  return <AcceptInvitation signedInAs={(await currentPageSession())?.user.email ?? null} />;
}
