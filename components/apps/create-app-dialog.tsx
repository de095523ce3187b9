'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { DraftNotice } from '@/components/forms/draft-notice';
import { useFormDraft } from '@/components/forms/use-form-draft';
import { useSending } from '@/components/forms/use-sending';
import { useCreateApp } from '@/components/query/apps';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';
import { AppFields, appFormSchema, appFormValues } from './app-fields';

type Props = { onClose: () => void; onCreated: (app: AppView) => void };

export function CreateAppDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <FormDialog open={open} onClose={props.onClose}>
      <CreateAppForm {...props} />
    </FormDialog>
  );
}

function CreateAppForm({ onClose, onCreated }: Props) {
  const create = useCreateApp();
  const form = useForm({ resolver: zodResolver(appFormSchema), defaultValues: appFormValues() });
  const draft = useFormDraft(form, 'create-app');

  const { submit, refusal } = useSending(form, async (body) => {
    const { app } = await create.mutateAsync(body);
    draft.discard();
    toast.success(`${app.name} is registered`);
    onCreated(app);
  });

  return (
    <DialogForm
      title="Register an app"
      description="A web app of your own, in a browser or on a server. It gets a client ID and no secret."
      action="Register app"
      busy={form.formState.isSubmitting}
      refusal={refusal}
      onSubmit={submit}
      onDismiss={() => {
        draft.discard();
        onClose();
      }}
    >
      <DraftNotice draft={draft} onAfresh={() => form.reset(appFormValues())} />
      <AppFields register={form.register} control={form.control} errors={form.formState.errors} autoFocus />
    </DialogForm>
  );
}
