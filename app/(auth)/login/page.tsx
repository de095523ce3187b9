import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { LoginForm } from '@/components/auth/login-form';
import { OrDivider } from '@/components/auth/or-divider';
import { PasskeySignIn } from '@/components/auth/passkey-sign-in';
import { SsoOffer } from '@/components/auth/sso-offer';
import { ssoRefusal } from '@/components/auth/sso-words';
import { WayOn } from '@/components/auth/way-on';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { Alert } from '@/components/ui/alert';
import { TextLink } from '@/components/ui/text-link';
import { appNameBehind } from '@/lib/auth/app-behind';
import { currentPageSession } from '@/lib/auth/page-session';
import { confirmableConnection } from '@/lib/auth/sso-page';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Sign in' };

/** Why somebody is sent here. */
const NOTICES: Record<string, string> = {
  expired: 'Your session ended after 15 minutes. Sign in to go on where you were.',
  new_password: 'Your new password is set. Sign in with it, or with single sign-on where it is required.',
  confirm: 'Sign in again to confirm that it is you.',
  joined:
    'Your account is ready. Sign in with the password you chose, or with single sign-on where it is required.',
};

type Props = { searchParams: Promise<SearchParams> };

export default async function LoginPage({ searchParams }: Props) {
  const { callbackUrl, reason, login_hint: hint, sso, error } = await searchParams;
  const returnTo = internalPath(callbackUrl, HOME);
  const back = new URLSearchParams({ callbackUrl: returnTo });
  // A link that was handed out leads straight to the provider's button.
  if (typeof sso === 'string')
    redirect(`/single-sign-on?${new URLSearchParams({ connection: sso })}&${back}`);
  // Whoever came by a provider proves themselves there again.
  if (reason === 'confirm' && (await confirmableConnection()))
    redirect(`/single-sign-on?reason=confirm&${back}`);
  // Signed in already, perhaps in another tab after this one had ended too; but not who is to do it once more.
  if (reason !== 'confirm' && (await currentPageSession())) redirect(returnTo);
  const refusal = ssoRefusal(error);
  const app = await appNameBehind(returnTo);
  return (
    <AuthCard
      title="Sign in"
      description={app ? `To go on to ${app}.` : 'Manage machine clients, their secrets and tokens.'}
    >
      {typeof reason === 'string' && Object.hasOwn(NOTICES, reason) ? (
        <Alert className="mb-4">{NOTICES[reason]}</Alert>
      ) : null}
      {refusal ? (
        <Alert variant="destructive" className="mb-4">
          {refusal}
        </Alert>
      ) : null}
      <LoginForm returnTo={returnTo} email={typeof hint === 'string' ? hint.slice(0, 254) : ''} />
      <OrDivider />
      <PasskeySignIn returnTo={returnTo} />
      <SsoOffer returnTo={returnTo} />
      <WayOn>
        <TextLink href="/forgot-password">Forgot your password?</TextLink>
      </WayOn>
    </AuthCard>
  );
}
