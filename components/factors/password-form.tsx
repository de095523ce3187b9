'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { PasswordInput } from '@/components/auth/password-input';
import { applyFieldErrors } from '@/components/query/field-errors';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { z } from '@/lib/contract/zod';

const schema = z.object({ password: z.string().min(1, 'Enter your password').max(128) });

/** The password once more, of whoever has nothing stronger. */
export function PasswordForm({ onPassword }: { onPassword: (password: string) => Promise<unknown> }) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: '' } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async ({ password }) => {
    setRefusal(undefined);
    try {
      await onPassword(password);
    } catch (error) {
      form.setError('root', {});
      setRefusal(applyFieldErrors(form, error));
    }
  });
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.stopPropagation();
        return submit(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label="Your password" error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" autoFocus {...form.register('password')} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        Confirm
      </Button>
    </form>
  );
}
