'use client';

import { useEffect, useState } from 'react';
import { PortalApiError } from '@/components/query/portal-api-error';
import { useRotateSigningKey } from '@/components/query/signing-keys';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Alert } from '@/components/ui/alert';
import { exactTime } from '@/components/ui/exact-time';
import { toast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-now';
import type { SigningKeyView } from '@/lib/contract/portal';

export function RotateKeyDialog({
  next,
  open,
  onClose,
}: {
  next: SigningKeyView | undefined;
  open: boolean;
  onClose: () => void;
}) {
  const rotate = useRotateSigningKey();
  const now = useNow() ?? 0;
  // The service has the last word: the page may be older than the next key.
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (open) setRefused(false);
  }, [open]);
  const from = next?.signs_from ?? null;
  const tooYoung = refused || (from !== null && Date.parse(from) > now);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Rotate the signing key?"
      description="The next key signs from now on, and another is published behind it. Tokens signed so far stay valid."
      action={tooYoung ? 'Rotate at once anyway' : 'Rotate'}
      destructive={tooYoung}
      onConfirm={async () => {
        try {
          await rotate.mutateAsync(tooYoung);
        } catch (error) {
          if (error instanceof PortalApiError && error.status === 409) setRefused(true);
          throw error;
        }
        toast.success('The signing key is rotated');
      }}
    >
      {tooYoung ? (
        <Alert variant="soon" role="status">
          {from === null ? null : `The next key may sign from ${exactTime(from)}. `}
          Rotated before, APIs that still hold the old key set refuse new tokens until they fetch it again.
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
