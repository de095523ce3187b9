'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { SavedFormCard } from '@/components/forms/saved-form-card';
import { useSame } from '@/components/forms/use-same';
import { useUpdateClient } from '@/components/query/clients';
import type { ClientView } from '@/lib/contract/portal';
import { ClientFields, clientFormSchema } from './client-fields';
import { tokenLifeWords } from './token-life';

export function EditClientCard({ client }: { client: ClientView }) {
  const update = useUpdateClient(client.client_id);
  const saved = useSame(savedValues(client));
  const form = useForm({ resolver: zodResolver(clientFormSchema), defaultValues: saved });
  return (
    <SavedFormCard
      form={form}
      saved={saved}
      draftName={`edit-client:${client.client_id}`}
      save={async (values) => savedValues((await update.mutateAsync(values)).client)}
      title="Name and scopes"
      description={`A change of scopes counts from the next token on; those already issued keep theirs until they expire, ${tokenLifeWords(client)} after they were issued.`}
    >
      <ClientFields form={form} />
    </SavedFormCard>
  );
}

const savedValues = ({ name, description, scopes }: ClientView) => ({ name, description, scopes });
