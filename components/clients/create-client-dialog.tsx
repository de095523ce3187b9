'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type FormEvent, useState } from 'react';
import { useForm } from 'react-hook-form';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { DraftNotice } from '@/components/forms/draft-notice';
import { useFormDraft } from '@/components/forms/use-form-draft';
import { useSecretMakers } from '@/components/query/clients';
import { applyFieldErrors } from '@/components/query/field-errors';
import { useTenant } from '@/components/query/tenant';
import { Alert } from '@/components/ui/alert';
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group';
import type { CreateClient, NewClientAnswer } from '@/lib/contract/portal';
import { ClientFields, clientFormSchema } from './client-fields';
import { KeyFields } from './key-fields';
import { keyFormSchema, NO_KEYS } from './key-form';

const EMPTY = { name: '', description: '', scopes: [] };

const METHODS: Choice<'secret' | 'key'>[] = [
  { value: 'secret', label: 'Secret', description: 'Made here and shown once, right after.' },
  {
    value: 'key',
    label: 'Key (private_key_jwt)',
    description: 'The client signs with a private key that never leaves it; you give the public one.',
  },
];

type Props = { onClose: () => void; onCreated: (answer: NewClientAnswer) => void };

export function CreateClientDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <FormDialog open={open} onClose={props.onClose} className="sm:max-w-xl">
      <CreateClientForm {...props} />
    </FormDialog>
  );
}

function CreateClientForm({ onClose, onCreated }: Props) {
  const { createClient } = useSecretMakers();
  const tenant = useTenant();
  const [chosen, setChosen] = useState<'secret' | 'key'>('secret');
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(clientFormSchema), defaultValues: EMPTY });
  const keyForm = useForm({ resolver: zodResolver(keyFormSchema()), defaultValues: NO_KEYS });
  const draft = useFormDraft(form, 'create-client');
  const secretsAllowed = tenant.data?.tenant.secrets_allowed ?? true;
  const authentication = secretsAllowed ? chosen : 'key';

  async function create(body: CreateClient) {
    setRefusal(undefined);
    try {
      const answer = await createClient(body);
      draft.discard();
      onCreated(answer);
    } catch (error) {
      const unplaced = applyFieldErrors(form, error);
      setRefusal(unplaced && applyFieldErrors(keyForm, error));
    }
  }

  /** Both forms say at once what is wrong with them. */
  function submit(event: FormEvent) {
    return form.handleSubmit(
      (fields) =>
        authentication === 'secret'
          ? create({ ...fields, authentication })
          : keyForm.handleSubmit((keys) => create({ ...fields, ...keys, authentication }))(),
      () => (authentication === 'key' ? keyForm.trigger() : undefined),
    )(event);
  }

  return (
    <DialogForm
      title="Create a client"
      description="One client for each system that calls the API."
      action="Create client"
      busy={form.formState.isSubmitting}
      refusal={refusal}
      onSubmit={submit}
      onDismiss={() => {
        draft.discard();
        onClose();
      }}
    >
      <DraftNotice draft={draft} onAfresh={() => form.reset(EMPTY)} />
      <ClientFields form={form} autoFocus />
      {secretsAllowed ? (
        <ChoiceGroup legend="How it proves who it is" choices={METHODS} value={chosen} onChange={setChosen} />
      ) : (
        <Alert>Your tenant allows no shared secrets: the client authenticates by its key.</Alert>
      )}
      {authentication === 'key' ? <KeyFields form={keyForm} /> : null}
    </DialogForm>
  );
}
