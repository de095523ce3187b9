'use client';

import { useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { applyFieldErrors } from '@/components/query/field-errors';

/** Sends a form. What is refused is said at its fields, and in `refusal` what belongs to none of them. */
export function useSending<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  send: (values: Output) => Promise<unknown>,
) {
  const [refusal, setRefusal] = useState<string>();
  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    try {
      await send(values);
    } catch (error) {
      // So that the form does not count as sent.
      form.setError('root', {});
      setRefusal(applyFieldErrors(form, error));
    }
  });
  return { submit, refusal };
}
