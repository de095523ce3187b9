import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { LoginForm } from '@/components/auth/login-form';
import { WayOn } from '@/components/auth/way-on';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { Alert } from '@/components/ui/alert';
import { TextLink } from '@/components/ui/text-link';
import { appNameBehind } from '@/lib/auth/app-behind';
import { currentPageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Sign in' };

/** Why somebody is sent here. */
const NOTICES: Record<string, string> = {
  expired: 'Your session ended after 15 minutes. Sign in to go on where you were.',
  new_password: 'Your new password is set. Sign in with it.',
  again: 'To go on, sign in once more.',
  joined: 'Your account is ready. Sign in with the password you chose.',
};

type Props = { searchParams: Promise<SearchParams> };

export default async function LoginPage({ searchParams }: Props) {
  const { callbackUrl, reason, login_hint: hint } = await searchParams;
  const returnTo = internalPath(callbackUrl, '/clients');
  // Signed in already, perhaps in another tab after this one had ended too. An app may want it proven again.
  if (reason !== 'again' && (await currentPageSession())) redirect(returnTo);
  const app = await appNameBehind(returnTo);
  return (
    <AuthCard
      title="Sign in"
      description={app ? `To go on to ${app}.` : 'Manage machine clients, their secrets and tokens.'}
    >
      {typeof reason === 'string' && Object.hasOwn(NOTICES, reason) ? (
        <Alert className="mb-4">{NOTICES[reason]}</Alert>
      ) : null}
      <LoginForm returnTo={returnTo} email={typeof hint === 'string' ? hint.slice(0, 254) : ''} />
      <WayOn>
        <TextLink href="/forgot-password">Forgot your password?</TextLink>
      </WayOn>
    </AuthCard>
  );
}
