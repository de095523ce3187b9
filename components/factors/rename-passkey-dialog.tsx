'use client';

import { useEffect, useState } from 'react';
import { renamePasskey, useFactorsChanged } from '@/components/query/factors';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { renamePasskeySchema } from '@/lib/contract/factors';

export function RenamePasskeyDialog({
  id,
  name,
  open,
  onClose,
}: {
  id: string;
  name: string;
  open: boolean;
  onClose: () => void;
}) {
  const changed = useFactorsChanged();
  const [text, setText] = useState(name);
  useEffect(() => {
    if (open) setText(name);
  }, [open, name]);
  const wanted = renamePasskeySchema.safeParse({ name: text });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Rename the passkey"
      description="To tell it from the others. On its device it keeps the name it has there."
      action="Rename"
      ready={wanted.success && wanted.data.name !== name}
      onConfirm={async () => {
        await renamePasskey(id, text);
        changed();
      }}
    >
      <Field label="Name" error={wanted.success ? undefined : wanted.error.issues[0]?.message}>
        <Input
          autoComplete="off"
          maxLength={60}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}
