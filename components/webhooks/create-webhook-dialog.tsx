'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { DraftNotice } from '@/components/clients/draft-notice';
import { useFormDraft } from '@/components/clients/use-form-draft';
import { applyFieldErrors } from '@/components/query/field-errors';
import { createWebhook } from '@/components/query/webhooks';
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
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';
import { WebhookFields, webhookFormSchema, webhookFormValues } from './webhook-fields';

type Props = { onClose: () => void; onCreated: (answer: WebhookSecretAnswer) => void };

export function CreateWebhookDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <DialogContent>
        <CreateWebhookForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function CreateWebhookForm({ onClose, onCreated }: Props) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(webhookFormSchema), defaultValues: webhookFormValues() });
  const draft = useFormDraft(form, 'create-webhook');

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const answer = await createWebhook(body);
      draft.discard();
      onCreated(answer);
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>Add a webhook</DialogTitle>
        <DialogDescription>It gets a signing secret of its own, which is shown once.</DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        <DraftNotice draft={draft} onAfresh={() => form.reset(webhookFormValues())} />
        <WebhookFields
          register={form.register}
          control={form.control}
          errors={form.formState.errors}
          autoFocus
        />
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
          Add webhook
        </Button>
      </DialogFooter>
    </form>
  );
}
