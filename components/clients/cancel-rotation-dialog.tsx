'use client';

import { useRetireSecret } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { toast } from '@/components/ui/toast';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { LastUse } from './last-use';

/** Cancelling ends the new secret; the server then lifts the old one's expiry. */
export function CancelRotationDialog({
  client,
  fresh,
  old,
  open,
  onClose,
}: {
  client: ClientView;
  fresh: SecretView;
  old: SecretView;
  open: boolean;
  onClose: () => void;
}) {
  const retire = useRetireSecret(client.client_id);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Cancel this rotation?"
      description={`The new secret …${fresh.hint} is refused from then on, and the old one …${old.hint} stays without an end.`}
      action="Cancel rotation"
      dismiss="Go on rotating"
      destructive
      onConfirm={async () => {
        await retire.mutateAsync(fresh.id);
        toast.success('The rotation is cancelled', {
          description: `…${old.hint} is the current secret again.`,
        });
      }}
    >
      {fresh.last_use ? (
        <Alert variant="destructive" role="status">
          <strong className="font-semibold">The new secret is already in use.</strong>{' '}
          <LastUse use={fresh.last_use} />. Whatever runs there will stop getting tokens.
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
