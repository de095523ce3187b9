'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { DraftNotice } from '@/components/forms/draft-notice';
import { useFormDraft } from '@/components/forms/use-form-draft';
import { useSending } from '@/components/forms/use-sending';
import { createWebhook } from '@/components/query/webhooks';
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';
import { WebhookFields, webhookFormSchema, webhookFormValues } from './webhook-fields';

type Props = { onClose: () => void; onCreated: (answer: WebhookSecretAnswer) => void };

export function CreateWebhookDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <FormDialog open={open} onClose={props.onClose}>
      <CreateWebhookForm {...props} />
    </FormDialog>
  );
}

function CreateWebhookForm({ onClose, onCreated }: Props) {
  const form = useForm({ resolver: zodResolver(webhookFormSchema), defaultValues: webhookFormValues() });
  const draft = useFormDraft(form, 'create-webhook');

  const { submit, refusal } = useSending(form, async (body) => {
    const answer = await createWebhook(body);
    draft.discard();
    onCreated(answer);
  });

  return (
    <DialogForm
      title="Add a webhook"
      description="It gets a signing secret of its own, which is shown once."
      action="Add webhook"
      busy={form.formState.isSubmitting}
      refusal={refusal}
      onSubmit={submit}
      onDismiss={() => {
        draft.discard();
        onClose();
      }}
    >
      <DraftNotice draft={draft} onAfresh={() => form.reset(webhookFormValues())} />
      <WebhookFields
        register={form.register}
        control={form.control}
        errors={form.formState.errors}
        autoFocus
      />
    </DialogForm>
  );
}
