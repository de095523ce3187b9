'use client';

import { useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { applyFieldErrors } from '@/components/query/field-errors';
import { toast } from '@/components/ui/toast';
import { useFormDraft } from './use-form-draft';

/** A form over something that is saved: follows what colleagues change, keeps a draft, shows refusals at the fields. */
export function useSavedForm<Values extends FieldValues, Context, Output>(
  form: UseFormReturn<Values, Context, Output>,
  {
    saved,
    draftName,
    save,
  }: {
    /** The same object as long as nothing was changed. */
    saved: Values;
    draftName: string;
    /** Answers with what is saved then. */
    save: (values: Output) => Promise<Values>;
  },
) {
  const [refusal, setRefusal] = useState<string>();
  const draft = useFormDraft(form, draftName);

  useEffect(() => {
    // A poll may bring a colleague's change: it becomes what "unchanged" means, and what is being typed stays.
    form.reset(saved, { keepDirtyValues: true, keepDirty: true });
  }, [form, saved]);

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    try {
      const next = await save(values);
      draft.discard();
      form.reset(next);
      toast.success('Changes saved');
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  function discard() {
    draft.discard();
    setRefusal(undefined);
    form.reset(saved);
  }

  return { submit, discard, refusal };
}
