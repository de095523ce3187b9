'use client';

import { type FieldValues, type Path, type UseFormReturn, useWatch } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { PasswordInput } from './password-input';
import { StrengthMeter } from './strength-meter';

/** @param known what a guesser would try first: the person's address, their tenant's name */
export function NewPasswordField<Values extends FieldValues, Context, Output>({
  form,
  name,
  label,
  known,
  autoFocus,
}: {
  form: UseFormReturn<Values, Context, Output>;
  name: Path<Values>;
  label: string;
  known: readonly string[];
  autoFocus?: boolean;
}) {
  const password = useWatch({ control: form.control, name });
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={label}
        error={form.getFieldState(name, form.formState).error?.message}
        hint="At least 12 characters. A few unrelated words make a good one."
      >
        <PasswordInput autoComplete="new-password" autoFocus={autoFocus} {...form.register(name)} />
      </Field>
      <StrengthMeter password={password} known={known} />
    </div>
  );
}
