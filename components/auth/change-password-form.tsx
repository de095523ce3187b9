'use client';

import { useForm } from 'react-hook-form';
import { useSending } from '@/components/forms/use-sending';
import { portalFetch } from '@/components/query/portal-api';
import { leave } from '@/components/query/sign-in-again';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { lazyResolver } from '@/components/ui/lazy-resolver';
import { NewPasswordField } from './new-password-field';
import { PasswordInput } from './password-input';

const resolver = lazyResolver(
  async () => (await import('./change-password-schema')).changePasswordFormSchema,
);

/** @param known what a guesser would try first: the person's address, their tenant's name */
export function ChangePasswordForm({ returnTo, known }: { returnTo: string; known: string[] }) {
  const form = useForm({
    resolver,
    defaultValues: { current_password: '', new_password: '' },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const { submit, refusal } = useSending(form, async (body) => {
    await portalFetch('/api/portal/password', { method: 'POST', body });
    leave(returnTo);
  });

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label="Current password" error={errors.current_password?.message}>
        <PasswordInput autoComplete="current-password" autoFocus {...form.register('current_password')} />
      </Field>
      <NewPasswordField form={form} name="new_password" label="New password" known={known} />
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        Change password
      </Button>
    </form>
  );
}
