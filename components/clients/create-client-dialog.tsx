'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useSecretMakers } from '@/components/query/clients';
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
import type { NewSecretAnswer } from '@/lib/contract/portal';
import { ClientFields, clientFormSchema } from './client-fields';
import { useFormDraft } from './use-form-draft';

const EMPTY = { name: '', description: '', scopes: [] };

type Props = { onClose: () => void; onCreated: (answer: NewSecretAnswer) => void };

export function CreateClientDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <DialogContent className="sm:max-w-xl">
        <CreateClientForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function CreateClientForm({ onClose, onCreated }: Props) {
  const { createClient } = useSecretMakers();
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(clientFormSchema), defaultValues: EMPTY });
  const draft = useFormDraft(form, 'create-client');

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const answer = await createClient(body);
      draft.discard();
      onCreated(answer);
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>Create a client</DialogTitle>
        <DialogDescription>
          One client for each system that calls the API. Its secret is shown once, right after.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        {draft.restored ? (
          <Alert>
            What you had typed before is back.{' '}
            <Button
              variant="link"
              onClick={() => {
                draft.discard();
                form.reset(EMPTY);
              }}
            >
              Start afresh
            </Button>
          </Alert>
        ) : null}
        <ClientFields form={form} autoFocus />
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
          Create client
        </Button>
      </DialogFooter>
    </form>
  );
}
