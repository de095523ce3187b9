'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { SavedFormCard } from '@/components/forms/saved-form-card';
import { useSame } from '@/components/forms/use-same';
import { useUpdateWebhook } from '@/components/query/webhooks';
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
  return (
    <SavedFormCard
      form={form}
      saved={saved}
      draftName={`edit-webhook:${webhook.id}`}
      save={async (values) => webhookFormValues((await update.mutateAsync(values)).webhook)}
      title="Address and events"
      description="What still waits is sent to the address as it is then."
    >
      <WebhookFields register={form.register} control={form.control} errors={form.formState.errors} />
    </SavedFormCard>
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
