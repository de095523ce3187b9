import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { LoginForm } from '@/components/auth/login-form';
import { internalPath } from '@/components/query/internal-path';
import { Alert } from '@/components/ui/alert';
import { currentPageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: Props) {
  if (await currentPageSession()) redirect('/clients');
  const { callbackUrl, reason } = await searchParams;
  return (
    <AuthCard title="Sign in" description="Manage machine clients, their secrets and tokens.">
      {reason === 'expired' ? (
        <Alert className="mb-4">Your session ended after 15 minutes. Sign in to go on where you were.</Alert>
      ) : null}
      <LoginForm returnTo={internalPath(callbackUrl, '/clients')} />
    </AuthCard>
  );
}
