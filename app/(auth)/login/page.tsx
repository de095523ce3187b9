import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { LoginForm } from '@/components/auth/login-form';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { Alert } from '@/components/ui/alert';
import { currentPageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<SearchParams> };

export default async function LoginPage({ searchParams }: Props) {
  const { callbackUrl, reason } = await searchParams;
  const returnTo = internalPath(callbackUrl, '/clients');
  // Signed in already, perhaps in another tab after this one had ended too.
  if (await currentPageSession()) redirect(returnTo);
  return (
    <AuthCard title="Sign in" description="Manage machine clients, their secrets and tokens.">
      {reason === 'expired' ? (
        <Alert className="mb-4">Your session ended after 15 minutes. Sign in to go on where you were.</Alert>
      ) : null}
      <LoginForm returnTo={returnTo} />
    </AuthCard>
  );
}
