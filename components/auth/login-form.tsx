'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { leave } from '@/components/query/sign-in-again';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { lazyResolver } from '@/components/ui/lazy-resolver';
import { PasswordInput } from './password-input';
import { REFUSALS, signIn } from './sign-in';

const resolver = lazyResolver(async () => (await import('./login-schema')).loginSchema);

/** @param email typed already, so to speak: an app may know whom it sends */
export function LoginForm({ returnTo, email = '' }: { returnTo: string; email?: string }) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({
    resolver,
    defaultValues: { email, password: '' },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async ({ email, password }) => {
    setRefusal(undefined);
    const outcome = await signIn(email, password);
    if (outcome === 'signed_in') {
      leave(returnTo);
      return;
    }
    setRefusal(REFUSALS[outcome]);
    form.setError('root', {});
    form.setFocus('password');
  });

  return (
    // POST even without JavaScript: a GET would put the password into the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label="Email" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" {...form.register('password')} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}
