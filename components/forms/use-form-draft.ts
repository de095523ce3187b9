'use client';

import { useCallback, useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { useSession } from '@/components/shell/session-context';

/**
 * Keeps a half-filled form in this tab's sessionStorage, so that it survives the end of a session. Never for a form
 * with a secret in it. Drafts belong to a person: whoever signs in next in this tab does not see them.
 */
export function useFormDraft<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  name: string,
): { restored: boolean; discard: () => void } {
  const { user } = useSession();
  const key = `draft:${user.id}:${name}`;
  const [restored, setRestored] = useState(false);

  useEffect(() => {
    const draft = read(key);
    if (!draft) return;
    form.reset({ ...form.getValues(), ...draft }, { keepDefaultValues: true });
    setRestored(true);
  }, [form, key]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true, isDirty: true, dirtyFields: true },
        callback: ({ values, isDirty, dirtyFields = {} }) => {
          // What was not touched is not kept: a colleague may change it until the draft comes back.
          const changed = Object.entries(values).filter(([field]) => field in dirtyFields);
          if (isDirty) sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(changed)));
          else sessionStorage.removeItem(key);
        },
      }),
    [form, key],
  );

  const discard = useCallback(() => {
    sessionStorage.removeItem(key);
    setRestored(false);
  }, [key]);
  return { restored, discard };
}

function read(key: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
