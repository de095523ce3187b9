import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '@/components/auth/auth-card';
import { ChangePasswordForm } from '@/components/auth/change-password-form';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { SignOutButton } from '@/components/shell/sign-out-button';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { requirePageSession } from '@/lib/auth/page-session';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Change password' };

type Props = { searchParams: Promise<SearchParams> };

export default async function ChangePasswordPage({ searchParams }: Props) {
  const session = await requirePageSession('/change-password', ['password']);
  const { callbackUrl, voluntary } = await searchParams;
  const returnTo = internalPath(callbackUrl, HOME);
  // The menu does not lead here then; a bookmark or an old link may.
  if (!session.user.has_password)
    return (
      <AuthCard
        title="You have no password here"
        description="You sign in with your organisation’s single sign-on. If you have a password there, that is where it is changed."
      >
        <Button asChild variant="outline" size="lg" className="w-full">
          <Link href={returnTo}>Go back</Link>
        </Button>
      </AuthCard>
    );
  return (
    <AuthCard
      title="Change password"
      description={
        voluntary
          ? 'This signs you out everywhere else.'
          : 'The password you were given works once. Choose your own to go on.'
      }
    >
      <ChangePasswordForm returnTo={returnTo} known={[session.user.email, session.tenant.name]} />
      <div className="mt-4 flex justify-center text-sm">
        {voluntary ? <TextLink href={returnTo}>Not now</TextLink> : <SignOutButton variant="link" />}
      </div>
    </AuthCard>
  );
}
