'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useSending } from '@/components/forms/use-sending';
import { leave } from '@/components/query/sign-in-again';
import { findSso, startSso } from '@/components/query/sso';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { lazyResolver } from '@/components/ui/lazy-resolver';

const resolver = lazyResolver(async () => (await import('@/lib/contract/sso')).findSsoSchema);

/** The address says which organisation; whether it has an account is not asked. */
export function SsoForm({ returnTo }: { returnTo: string }) {
  const [leaving, setLeaving] = useState(false);
  const form = useForm({ resolver, defaultValues: { email: '' } });
  const { errors, isSubmitting } = form.formState;

  const { submit, refusal } = useSending(form, async ({ email }) => {
    const connectionId = await findSso(email);
    if (!connectionId) {
      form.setError(
        'email',
        { message: 'There is no single sign-on for this domain. Sign in with your password.' },
        { shouldFocus: true },
      );
      return;
    }
    const url = await startSso(connectionId, { intent: 'sign_in', return_to: returnTo, login_hint: email });
    setLeaving(true);
    leave(url);
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label="Work email" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting || leaving} className="mt-1">
        Continue
      </Button>
    </form>
  );
}
