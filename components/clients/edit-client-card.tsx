'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { useUpdateClient } from '@/components/query/clients';
import { applyFieldErrors } from '@/components/query/field-errors';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import type { ClientView } from '@/lib/contract/portal';
import { ClientFields, clientFormSchema } from './client-fields';
import { useFormDraft } from './use-form-draft';

export function EditClientCard({ client }: { client: ClientView }) {
  const update = useUpdateClient(client.client_id);
  const [refusal, setRefusal] = useState<string>();
  const saved = useSavedValues(client);
  const form = useForm({ resolver: zodResolver(clientFormSchema), defaultValues: saved });
  const draft = useFormDraft(form, `edit-client:${client.client_id}`);
  const { isDirty, isSubmitting } = form.formState;

  useEffect(() => {
    // A poll may bring a colleague's change: it becomes what "unchanged" means, and what is being typed stays.
    form.reset(saved, { keepDirtyValues: true });
  }, [form, saved]);

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    try {
      const { client: changed } = await update.mutateAsync(values);
      draft.discard();
      form.reset({ name: changed.name, description: changed.description, scopes: changed.scopes });
      toast.success('Changes saved');
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <CardHeader>
          <CardTitle>Name and scopes</CardTitle>
          <CardDescription>
            A change of scopes counts from the next token on; those already issued keep theirs for up to an
            hour.
          </CardDescription>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          <ClientFields form={form} />
        </CardContent>
        <CardFooter className="justify-end">
          <Button
            variant="outline"
            disabled={!isDirty}
            onClick={() => {
              draft.discard();
              form.reset(saved);
            }}
          >
            Discard changes
          </Button>
          <Button type="submit" disabled={!isDirty} busy={isSubmitting}>
            Save changes
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}

/** The same object as long as nothing was changed, however often the client is loaded again. */
function useSavedValues({ name, description, scopes }: ClientView) {
  const scopeText = scopes.join(' ');
  return useMemo(
    () => ({ name, description, scopes: scopeText ? scopeText.split(' ') : [] }),
    [name, description, scopeText],
  );
}
