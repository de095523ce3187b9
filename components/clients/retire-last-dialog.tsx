'use client';

import { useRetireSecret } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { toast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-now';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { LastUse } from './last-use';
import { usedRecently } from './switch-advice';

/** The end of a move from a secret to a key. */
export function RetireLastDialog({
  client,
  secret,
  open,
  onClose,
}: {
  client: ClientView;
  secret: SecretView;
  open: boolean;
  onClose: () => void;
}) {
  const retire = useRetireSecret(client.client_id);
  const inUse = usedRecently(secret, useNow() ?? 0);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Retire the secret …${secret.hint}?`}
      description="It is refused from then on, and the client authenticates by its key alone. This cannot be undone."
      action="Retire secret"
      dismiss="Keep it for now"
      destructive
      onConfirm={async () => {
        await retire.mutateAsync(secret.id);
        toast.success('The secret is retired', { description: 'Only the client’s keys work now.' });
      }}
    >
      {inUse ? (
        <Alert variant="destructive" role="status">
          <strong className="font-semibold">It is still in use.</strong> <LastUse use={secret.last_use} />.
          Whatever runs there will stop getting tokens.
        </Alert>
      ) : (
        <p className="text-muted-foreground text-sm">
          <LastUse use={secret.last_use} />.
        </p>
      )}
    </ConfirmDialog>
  );
}
