'use client';

import { useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { applyFieldErrors } from '@/components/query/field-errors';
import { PortalApiError } from '@/components/query/portal-api-error';
import { toast } from '@/components/ui/toast';
import { useFormDraft } from './use-form-draft';

export interface Saving<Values, Output> {
  /** The same object as long as nothing was changed. */
  saved: Values;
  draftName: string;
  /** Answers with what is saved then. */
  save: (values: Output) => Promise<Values>;
}

/** A form over something that is saved: follows what colleagues change, keeps a draft, shows refusals at the fields. */
export function useSavedForm<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  { saved, draftName, save }: Saving<Values, Output>,
) {
  const [refusal, setRefusal] = useState<string>();
  const [unreached, setUnreached] = useState(false);
  const changed = Object.keys(form.formState.dirtyFields);
  const draft = useFormDraft(form, draftName);

  useEffect(() => {
    // A poll may bring a colleague's change: it becomes what "unchanged" means, and what is being typed stays.
    form.reset(saved, { keepDirtyValues: true, keepDirty: true });
  }, [form, saved]);

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    setUnreached(false);
    try {
      const next = await save(values);
      draft.discard();
      form.reset(next);
      toast.success('Changes saved');
    } catch (error) {
      const lost = error instanceof PortalApiError && error.status === 0;
      setUnreached(lost);
      setRefusal(lost ? notSavedWords(changed) : applyFieldErrors(form, error));
    }
  });

  // What was to be saved is saved once there is a network again; asked twice, it is the same.
  useEffect(() => {
    if (!unreached) return;
    const again = () => void submit();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [unreached, submit]);

  function discard() {
    draft.discard();
    setRefusal(undefined);
    setUnreached(false);
    form.reset(saved);
  }

  return { submit, discard, refusal };
}

const notSavedWords = (fields: readonly string[]): string =>
  `Not saved: ${fields.map((field) => field.replaceAll('_', ' ')).join(', ')}. The service did not answer. It is tried again when the connection is back; until then nothing you typed is lost.`;
