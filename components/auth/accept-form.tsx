'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { acceptInvitation, type OpenedInvitation } from '@/components/query/account';
import { applyFieldErrors } from '@/components/query/field-errors';
import { PortalApiError } from '@/components/query/portal-api-error';
import { leave } from '@/components/query/sign-in-again';
import { tellOtherTabs } from '@/components/shell/session-channel';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { exactTime } from '@/components/ui/exact-time';
import { Fact } from '@/components/ui/fact';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { lazyResolver } from '@/components/ui/lazy-resolver';
import { HOME } from '@/lib/contract/home';
import { AuthCard } from './auth-card';
import { NewPasswordField } from './new-password-field';
import { type Obstacle, obstacleOf } from './obstacle';
import { signIn } from './sign-in';

const resolver = lazyResolver(async () =>
  (await import('@/lib/contract/members')).acceptInvitationSchema.pick({ password: true }),
);

export function AcceptForm({
  token,
  invitation: { tenant_name, email, role, expires_at },
  signedInAs,
  onObstacle,
}: {
  token: string;
  invitation: OpenedInvitation;
  signedInAs: string | null;
  onObstacle: (obstacle: Obstacle) => void;
}) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver, defaultValues: { password: '' } });
  const { isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async ({ password }) => {
    setRefusal(undefined);
    try {
      await acceptInvitation(token, password);
    } catch (error) {
      if (error instanceof PortalApiError && [404, 409].includes(error.status))
        return onObstacle(obstacleOf(error));
      form.setError('root', {});
      setRefusal(applyFieldErrors(form, error));
      return;
    }
    const outcome = await signIn(email, password);
    // Other tabs show another person's tenant.
    if (outcome === 'signed_in' && signedInAs) tellOtherTabs({ kind: 'signed-out' });
    // The account exists; where signing in failed, the sign-in page is the way to try again.
    leave(outcome === 'signed_in' ? HOME : '/login?reason=joined');
  });

  return (
    <AuthCard title={`Join ${tenant_name}`} description="Choose a password, and you are in.">
      {signedInAs ? (
        <Alert variant="soon" className="mb-4 break-words">
          You are signed in as {signedInAs}. Joining signs you in as {email} in this browser instead.
        </Alert>
      ) : null}
      <dl className="mb-4">
        <Fact term="Tenant">{tenant_name}</Fact>
        <Fact term="Role">
          <span className="capitalize">{role}</span>
        </Fact>
        <Fact term="Valid until">{exactTime(expires_at)}</Fact>
      </dl>
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        {/* Not to be changed; password managers keep it with the password. */}
        <Field label="Email">
          <Input type="email" autoComplete="username" readOnly value={email} className="bg-muted" />
        </Field>
        <NewPasswordField
          form={form}
          name="password"
          label="Password"
          known={[email, tenant_name]}
          autoFocus
        />
        <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
          Join
        </Button>
      </form>
    </AuthCard>
  );
}
