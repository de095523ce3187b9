'use client';

import { useState } from 'react';
import type { ClientView, NewSecretAnswer } from '@/lib/contract/portal';
import { OneTimeSecretDialog } from './one-time-secret-dialog';
import { RotateDialog } from './rotate-dialog';

/** In one: what shows a secret once is there before a secret is made. */
export function SecretRotation({
  client,
  open,
  onClose,
}: {
  client: ClientView;
  open: boolean;
  onClose: () => void;
}) {
  const [made, setMade] = useState<NewSecretAnswer | null>(null);
  return (
    <>
      <RotateDialog
        client={client}
        open={open}
        onClose={onClose}
        onRotated={(answer) => {
          setMade(answer);
          onClose();
        }}
      />
      <OneTimeSecretDialog answer={made} title="Store the new secret now" onStored={() => setMade(null)} />
    </>
  );
}
