'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type ComponentProps, useState } from 'react';
import { useForm } from 'react-hook-form';
import { applyFieldErrors } from '@/components/query/field-errors';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { confirmTotpSchema } from '@/lib/contract/factors';
import { z } from '@/lib/contract/zod';

/** Codes of an app, or of the paper that was kept for the day the telephone is gone. */
const KINDS = {
  totp: {
    schema: confirmTotpSchema,
    label: 'Code from your authenticator app',
    input: {
      inputMode: 'numeric',
      autoComplete: 'one-time-code',
      maxLength: 10,
      className: 'font-mono tracking-widest',
    } satisfies ComponentProps<typeof Input>,
  },
  recovery: {
    schema: z.strictObject({ code: z.string().trim().min(1, 'Enter one of your recovery codes').max(64) }),
    label: 'Recovery code',
    input: {
      autoComplete: 'off',
      autoCapitalize: 'none',
      spellCheck: false,
      className: 'font-mono',
    } satisfies ComponentProps<typeof Input>,
  },
} as const;

export function CodeForm({
  kind,
  action,
  hint,
  autoFocus = true,
  onCode,
}: {
  kind: keyof typeof KINDS;
  /** The label of the button. */
  action: string;
  hint?: string;
  autoFocus?: boolean;
  /** May throw a refusal: it is shown at the field. */
  onCode: (code: string) => Promise<unknown>;
}) {
  const { schema, label, input } = KINDS[kind];
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { code: '' } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    setRefusal(undefined);
    try {
      await onCode(code);
    } catch (error) {
      form.setError('root', {});
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form
      method="post"
      // A form inside a dialog that was opened from a form: it is this one that is sent.
      onSubmit={(event) => {
        event.stopPropagation();
        return submit(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label={label} error={errors.code?.message} hint={hint}>
        <Input {...input} autoFocus={autoFocus} {...form.register('code')} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        {action}
      </Button>
    </form>
  );
}
