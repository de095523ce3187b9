'use client';

import { useUpdateClient } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { Alert } from '@/components/ui/alert';
import type { ClientView } from '@/lib/contract/portal';
import type { KeyChange } from './key-form';
import { currentSecret } from './secret-age';

export interface Removal {
  /** Such as "the key 2026-01". */
  what: string;
  /** What is left. */
  change: KeyChange | { jwks: null; jwks_uri: null };
}

export function RemoveKeysDialog({
  client,
  removal,
  onClose,
}: {
  client: ClientView;
  removal: Removal | undefined;
  onClose: () => void;
}) {
  const update = useUpdateClient(client.client_id);
  const locksOut =
    removal?.change.jwks === null && removal.change.jwks_uri === null && currentSecret(client) === undefined;
  return (
    <ConfirmDialog
      open={removal !== undefined}
      onClose={onClose}
      title={`Remove ${removal?.what ?? 'the key'}?`}
      description="What the client signs with it is refused from then on. Tokens already issued stay valid until they expire; end them in the danger zone if they must not."
      action="Remove"
      dismiss="Keep it"
      destructive
      onConfirm={async () => {
        if (!removal) return;
        await update.mutateAsync(removal.change);
        toastWithUndo(`Removed ${removal.what}`, {
          undo: () =>
            update.mutateAsync({ jwks: client.jwks, jwks_uri: client.jwks_uri } as Removal['change']),
          undone: `${removal.what} is back`,
        });
      }}
    >
      {locksOut ? (
        <Alert variant="destructive" role="status">
          <strong className="font-semibold">Nothing is left to authenticate with.</strong> This client has no
          live secret: without a key it gets no tokens.
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
