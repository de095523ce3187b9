'use client';

import { useEffect, useState } from 'react';
import { useRevokeSigningKey } from '@/components/query/signing-keys';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { SigningKeyView } from '@/lib/contract/portal';

/** What a person types: enough to have looked at which key it is. */
const TYPED_CHARACTERS = 6;

export function RevokeKeyDialog({
  signingKey: { kid, state },
  open,
  onClose,
}: {
  signingKey: SigningKeyView;
  open: boolean;
  onClose: () => void;
}) {
  const revoke = useRevokeSigningKey();
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (open) setReason('');
  }, [open]);
  const end = kid.slice(-TYPED_CHARACTERS);
  return (
    <TypedConfirmDialog
      open={open}
      onClose={onClose}
      title={`Revoke the key …${end}?`}
      description={
        <>
          For an emergency: its private half is in other hands. Every token it signed, of every tenant, is
          refused at once, and it leaves the key set.{' '}
          {state === 'active' ? 'The next key signs in its place, whatever its age. ' : ''}
          This cannot be undone.
        </>
      }
      action="Revoke key"
      dismiss="Keep it"
      word={end}
      label={`Type the last ${TYPED_CHARACTERS} characters, ${end}, to confirm`}
      onConfirm={async () => {
        await revoke.mutateAsync({ kid, reason: reason.trim() });
        toast.success('The key is revoked');
      }}
    >
      <Field label="Reason" optional hint="Kept in the audit log.">
        <Input
          autoComplete="off"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </TypedConfirmDialog>
  );
}
