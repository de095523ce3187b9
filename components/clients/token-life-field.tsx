'use client';

import { spelledDuration } from '@/components/ui/duration';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { TokenForm } from './token-form';
import { PROFILE_LIFE } from './token-life';

export function TokenLifeField({ form }: { form: TokenForm }) {
  const standard = PROFILE_LIFE[form.watch('profile')];
  const text = form.watch('token_life_seconds').trim();
  const read = /^\d{1,6}$/.test(text) ? spelledDuration(Number(text)) : '';
  const words = text === '' ? `${spelledDuration(standard)}, the profile’s own.` : read && `${read}.`;
  return (
    <Field
      label="Life in seconds"
      error={form.formState.errors.token_life_seconds?.message}
      hint={`${words} From 60 seconds to 24 hours.`.trim()}
    >
      <Input
        inputMode="numeric"
        autoComplete="off"
        placeholder={String(standard)}
        className="sm:w-40"
        {...form.register('token_life_seconds')}
      />
    </Field>
  );
}
