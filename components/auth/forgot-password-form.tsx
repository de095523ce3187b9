'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useSending } from '@/components/forms/use-sending';
import { forgotPassword } from '@/components/query/account';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { lazyResolver } from '@/components/ui/lazy-resolver';

const resolver = lazyResolver(async () => (await import('@/lib/contract/members')).forgotPasswordSchema);

export function ForgotPasswordForm() {
  const [asked, setAsked] = useState<string>();
  const form = useForm({ resolver, defaultValues: { email: '' } });
  const { errors, isSubmitting } = form.formState;

  const { submit, refusal } = useSending(form, async ({ email }) => {
    setAsked(undefined);
    await forgotPassword(email);
    setAsked(email);
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      {asked ? (
        // The same words for everybody: whether there is such an account is nobody's business.
        <Alert className="break-words">
          If {asked} has an account, a mail with a link is on its way. The link works once, for 60 minutes. No
          mail after a few minutes? Ask an owner or admin of your tenant for a link.
        </Alert>
      ) : null}
      <Field label="Email" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting} className="mt-1">
        Send a link
      </Button>
    </form>
  );
}
