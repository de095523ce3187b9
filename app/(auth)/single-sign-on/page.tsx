import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { SsoForm } from '@/components/auth/sso-form';
import { SsoStart } from '@/components/auth/sso-start';
import { ssoRefusal } from '@/components/auth/sso-words';
import { SignInLink, WayOn } from '@/components/auth/way-on';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { Alert } from '@/components/ui/alert';
import { TextLink } from '@/components/ui/text-link';
import { currentPageSession } from '@/lib/auth/page-session';
import { confirmableConnection, linkedConnection } from '@/lib/auth/sso-page';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Single sign-on' };

type Props = { searchParams: Promise<SearchParams> };

export default async function SingleSignOnPage({ searchParams }: Props) {
  const { callbackUrl, connection, error, reason } = await searchParams;
  const returnTo = internalPath(callbackUrl, HOME);
  const refusal = ssoRefusal(error);
  const notice = refusal ? (
    <Alert variant="destructive" className="mb-4">
      {refusal}
    </Alert>
  ) : null;

  if (await currentPageSession()) {
    const own = reason === 'confirm' ? await confirmableConnection() : undefined;
    if (!own) redirect(returnTo);
    return (
      <AuthCard
        title="Confirm that it is you"
        description="What comes next needs a fresh sign-in at your organisation’s provider."
      >
        {notice}
        <SsoStart connectionId={own} intent="confirm" label="Sign in again" returnTo={returnTo} />
        <WayOn>
          <TextLink href={HOME}>Go back</TextLink>
        </WayOn>
      </AuthCard>
    );
  }

  const linked = await linkedConnection(connection);
  if (linked)
    return (
      <AuthCard title={`Sign in to ${linked.tenantName}`} description="With your organisation’s own sign-in.">
        {notice}
        <SsoStart connectionId={linked.id} intent="sign_in" label="Continue" returnTo={returnTo} />
        <WayOn>
          <SignInLink />
        </WayOn>
      </AuthCard>
    );
  return (
    <AuthCard title="Single sign-on" description="Your address tells us which organisation you sign in with.">
      {notice}
      {connection === undefined ? null : (
        <Alert variant="soon" className="mb-4">
          This link does not work any more. Enter your address instead.
        </Alert>
      )}
      <SsoForm returnTo={returnTo} />
      <WayOn>
        <TextLink href="/login">Sign in with a password</TextLink>
      </WayOn>
    </AuthCard>
  );
}
