'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { DraftNotice } from '@/components/clients/draft-notice';
import { useFormDraft } from '@/components/clients/use-form-draft';
import { useCreateApp } from '@/components/query/apps';
import { applyFieldErrors } from '@/components/query/field-errors';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';
import { AppFields, appFormSchema, appFormValues } from './app-fields';

type Props = { onClose: () => void; onCreated: (app: AppView) => void };

export function CreateAppDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <DialogContent>
        <CreateAppForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function CreateAppForm({ onClose, onCreated }: Props) {
  const create = useCreateApp();
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(appFormSchema), defaultValues: appFormValues() });
  const draft = useFormDraft(form, 'create-app');

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const { app } = await create.mutateAsync(body);
      draft.discard();
      toast.success(`${app.name} is registered`);
      onCreated(app);
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>Register an app</DialogTitle>
        <DialogDescription>
          A web app of your own, in a browser or on a server. It gets a client ID and no secret.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        <DraftNotice draft={draft} onAfresh={() => form.reset(appFormValues())} />
        <AppFields register={form.register} control={form.control} errors={form.formState.errors} autoFocus />
      </DialogBody>
      <DialogFooter>
        <Button
          variant="outline"
          onClick={() => {
            draft.discard();
            onClose();
          }}
        >
          Cancel
        </Button>
        <Button type="submit" busy={form.formState.isSubmitting}>
          Register app
        </Button>
      </DialogFooter>
    </form>
  );
}
