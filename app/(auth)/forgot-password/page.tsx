import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/auth-card';
import { ForgotPasswordForm } from '@/components/auth/forgot-password-form';
import { SignInLink, WayOn } from '@/components/auth/way-on';

export const metadata: Metadata = { title: 'Forgot password' };

export default function ForgotPasswordPage() {
  return (
    <AuthCard title="Forgot your password?" description="We mail you a link to choose a new one.">
      <ForgotPasswordForm />
      <WayOn>
        <SignInLink />
      </WayOn>
    </AuthCard>
  );
}
