import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/auth-card';
import { SignInLink, WayOn } from '@/components/auth/way-on';
import type { SearchParams } from '@/components/shell/page-address';
import { SignOutButton } from '@/components/shell/sign-out-button';
import { TextLink } from '@/components/ui/text-link';
import { currentPageSession } from '@/lib/auth/page-session';
import { readSignOutQuestion } from '@/lib/auth/sign-out-page';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Sign out' };

type Props = { searchParams: Promise<SearchParams> };

export default async function SignOutPage({ searchParams }: Props) {
  const question = await readSignOutQuestion(await searchParams);
  const session = await currentPageSession();
  const back = question?.returnTo;
  const app = question?.app ?? 'the app';
  if (!session)
    return (
      <AuthCard title="You are signed out" description="Nobody is signed in to Gooclaim in this browser.">
        <WayOn>{back ? <TextLink href={back}>Back to {app}</TextLink> : <SignInLink />}</WayOn>
      </AuthCard>
    );
  return (
    <AuthCard
      title="Sign out of Gooclaim?"
      description={`You are signed in as ${session.user.email}. Signing out ends this session, and those at the apps you opened from it.`}
    >
      <SignOutButton size="lg" className="w-full" to={back} />
      <WayOn>
        <TextLink href={HOME}>Stay signed in</TextLink>
      </WayOn>
    </AuthCard>
  );
}
