'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { SaveFooter } from '@/components/clients/save-footer';
import { useSame } from '@/components/clients/use-same';
import { useSavedForm } from '@/components/clients/use-saved-form';
import { useUpdateWebhook } from '@/components/query/webhooks';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import type { WebhookView } from '@/lib/contract/webhooks';
import { WebhookFields, webhookFormSchema, webhookFormValues } from './webhook-fields';

export function EditWebhookCard({ webhook, mayEdit }: { webhook: WebhookView; mayEdit: boolean }) {
  return mayEdit ? <EditForm webhook={webhook} /> : <Events webhook={webhook} />;
}

function EditForm({ webhook }: { webhook: WebhookView }) {
  const update = useUpdateWebhook(webhook.id);
  const saved = useSame(webhookFormValues(webhook));
  const form = useForm({ resolver: zodResolver(webhookFormSchema), defaultValues: saved });
  const { submit, discard, refusal } = useSavedForm(form, {
    saved,
    draftName: `edit-webhook:${webhook.id}`,
    save: async (values) => webhookFormValues((await update.mutateAsync(values)).webhook),
  });
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader>
          <CardTitle>Address and events</CardTitle>
          <CardDescription>What still waits is sent to the address as it is then.</CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          <WebhookFields register={form.register} control={form.control} errors={form.formState.errors} />
        </CardContent>
        <SaveFooter state={form.formState} onDiscard={discard} />
      </form>
    </Card>
  );
}

function Events({ webhook }: { webhook: WebhookView }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Events</CardTitle>
        <CardDescription>An owner or admin can change them.</CardDescription>
      </CardHeader>
      <CardContent>
        <ul className="flex flex-col gap-1">
          {webhook.event_types.map((type) => (
            <li key={type}>
              <code className="break-words font-mono text-xs">{type}</code>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
