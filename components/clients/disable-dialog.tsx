'use client';

import { useClientAction } from '@/components/query/clients';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ClientView } from '@/lib/contract/portal';

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
  return (
    <TypedConfirmDialog
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
      word={client.name}
      onConfirm={async () => {
        await setStatus.mutateAsync('disable');
        toastWithUndo(`${client.name} is disabled`, {
          description: 'Its tokens stay refused, even if this is undone.',
          undo: () => setStatus.mutateAsync('enable'),
          undone: `${client.name} is enabled again`,
        });
      }}
    />
  );
}
