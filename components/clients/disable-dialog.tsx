'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useClientAction } from '@/components/query/clients';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ClientView } from '@/lib/contract/portal';
import { ConfirmDialog } from './confirm-dialog';

export function DisableDialog({
  client,
  open,
  onClose,
}: {
  client: ClientView;
  open: boolean;
  onClose: () => void;
}) {
  const setStatus = useClientAction(client.client_id);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (open) setTyped('');
  }, [open]);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Disable ${client.name}?`}
      description={
        <>
          Whatever uses it stops working at once.{' '}
          {client.last_used_at ? (
            <>
              It was last used <RelativeTime value={client.last_used_at} />.
            </>
          ) : (
            'It has never been used.'
          )}
        </>
      }
      action="Disable client"
      dismiss="Keep it active"
      destructive
      ready={typed.trim() === client.name}
      onConfirm={async () => {
        await setStatus.mutateAsync('disable');
        toast.success(`${client.name} is disabled`);
      }}
    >
      <Field label={`Type “${client.name}” to confirm`}>
        <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
