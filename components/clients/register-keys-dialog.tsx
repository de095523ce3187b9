'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useUpdateClient } from '@/components/query/clients';
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
    <Dialog open={task !== undefined} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      {task ? (
        <DialogContent className="sm:max-w-xl">
          <RegisterKeysForm task={task} {...props} />
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

function RegisterKeysForm({ task, client, onClose }: Props & { task: KeyTask }) {
  const update = useUpdateClient(client.client_id);
  const [refusal, setRefusal] = useState<string>();
  const before = task === 'add' ? asKeySet(client.jwks)?.keys : undefined;
  const form = useForm({ resolver: zodResolver(keyFormSchema(before)), defaultValues: NO_KEYS });
  const { title, description, action } = WORDS[task];

  const submit = form.handleSubmit(async (change) => {
    setRefusal(undefined);
    try {
      await update.mutateAsync(change);
      toast.success('The keys are registered');
      onClose();
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        <KeyFields form={form} pasteOnly={task === 'add'} />
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" busy={form.formState.isSubmitting}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
