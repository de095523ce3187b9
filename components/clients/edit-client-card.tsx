'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useUpdateClient } from '@/components/query/clients';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import type { ClientView } from '@/lib/contract/portal';
import { ClientFields, clientFormSchema } from './client-fields';
import { SaveFooter } from './save-footer';
import { tokenLifeWords } from './token-life';
import { useSame } from './use-same';
import { useSavedForm } from './use-saved-form';

export function EditClientCard({ client }: { client: ClientView }) {
  const update = useUpdateClient(client.client_id);
  const saved = useSame(savedValues(client));
  const form = useForm({ resolver: zodResolver(clientFormSchema), defaultValues: saved });
  const { submit, discard, refusal } = useSavedForm(form, {
    saved,
    draftName: `edit-client:${client.client_id}`,
    save: async (values) => savedValues((await update.mutateAsync(values)).client),
  });
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader>
          <CardTitle>Name and scopes</CardTitle>
          <CardDescription>
            A change of scopes counts from the next token on; those already issued keep theirs until they
            expire, {tokenLifeWords(client)} after they were issued.
          </CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          <ClientFields form={form} />
        </CardContent>
        <SaveFooter state={form.formState} onDiscard={discard} />
      </form>
    </Card>
  );
}

const savedValues = ({ name, description, scopes }: ClientView) => ({ name, description, scopes });
