'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { useSending } from '@/components/forms/use-sending';
import { useUpdateClient } from '@/components/query/clients';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';
import { KeyFields } from './key-fields';
import { keyFormSchema, NO_KEYS } from './key-form';
import { asKeySet } from './key-set-text';

/** `add` puts pasted keys beside those registered; the other two set all of them. */
export type KeyTask = 'register' | 'add' | 'replace';

const WORDS: Record<KeyTask, { title: string; description: string; action: string }> = {
  register: {
    title: 'Register keys',
    description: 'The client then proves who it is by signing with the private key (private_key_jwt).',
    action: 'Register keys',
  },
  add: {
    title: 'Add keys',
    description: 'Those registered stay. Once the client signs with a new one, remove the old one.',
    action: 'Add keys',
  },
  replace: {
    title: 'Replace the keys',
    description: 'What is signed with a key that is not among the new ones is refused from then on.',
    action: 'Replace keys',
  },
};

type Props = { client: ClientView; onClose: () => void };

export function RegisterKeysDialog({ task, ...props }: Props & { task: KeyTask | undefined }) {
  return (
    <FormDialog open={task !== undefined} onClose={props.onClose} className="sm:max-w-xl">
      {task ? <RegisterKeysForm task={task} {...props} /> : null}
    </FormDialog>
  );
}

function RegisterKeysForm({ task, client, onClose }: Props & { task: KeyTask }) {
  const update = useUpdateClient(client.client_id);
  const before = task === 'add' ? asKeySet(client.jwks)?.keys : undefined;
  const form = useForm({ resolver: zodResolver(keyFormSchema(before)), defaultValues: NO_KEYS });

  const { submit, refusal } = useSending(form, async (change) => {
    await update.mutateAsync(change);
    toast.success('The keys are registered');
    onClose();
  });

  return (
    <DialogForm
      {...WORDS[task]}
      busy={form.formState.isSubmitting}
      refusal={refusal}
      onSubmit={submit}
      onDismiss={onClose}
    >
      <KeyFields form={form} pasteOnly={task === 'add'} />
    </DialogForm>
  );
}
