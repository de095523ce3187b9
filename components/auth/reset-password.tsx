'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { resetPassword } from '@/components/query/account';
import { applyFieldErrors } from '@/components/query/field-errors';
import { PortalApiError } from '@/components/query/portal-api-error';
import { leave } from '@/components/query/sign-in-again';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { lazyResolver } from '@/components/ui/lazy-resolver';
import { TextLink } from '@/components/ui/text-link';
import { LINK_TOKEN } from '@/lib/contract/link-token';
import { AuthCard } from './auth-card';
import { LinkSkeleton } from './link-skeleton';
import { NewPasswordField } from './new-password-field';
import { useLinkToken } from './use-link-token';
import { SignInLink, WayOn } from './way-on';

const resolver = lazyResolver(async () =>
  (await import('@/lib/contract/members')).resetPasswordSchema.pick({ password: true }),
);

/** Chooses a new password by the link of a mail. */
export function ResetPassword() {
  const token = useLinkToken();
  const [dead, setDead] = useState<string>();
  if (token === undefined)
    return (
      <AuthCard title="Choose a new password">
        <LinkSkeleton />
      </AuthCard>
    );
  if (!LINK_TOKEN.test(token) || dead === token) return <DeadLink />;
  return (
    <AuthCard title="Choose a new password" description="It signs you out everywhere.">
      <ResetForm key={token} token={token} onDead={() => setDead(token)} />
    </AuthCard>
  );
}

function DeadLink() {
  return (
    <AuthCard title="This link does not work">
      <Alert>
        It was used, is older than 60 minutes, was replaced by a newer one, or was not copied whole. Your
        password is as it was.
      </Alert>
      <WayOn>
        <TextLink href="/forgot-password">Ask for another link</TextLink>
        <SignInLink />
      </WayOn>
    </AuthCard>
  );
}

function ResetForm({ token, onDead }: { token: string; onDead: () => void }) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver, defaultValues: { password: '' } });
  const { isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async ({ password }) => {
    setRefusal(undefined);
    try {
      await resetPassword(token, password);
      leave('/login?reason=new_password');
    } catch (error) {
      if (error instanceof PortalApiError && error.status === 404) return onDead();
      form.setError('root', {});
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <NewPasswordField form={form} name="password" label="New password" known={[]} autoFocus />
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        Set password
      </Button>
    </form>
  );
}
