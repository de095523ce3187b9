'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { NewClientAnswer, NewSecretAnswer } from '@/lib/contract/portal';
import { CreateClientDialog } from './create-client-dialog';
import { NewKeyClientDialog } from './new-key-client-dialog';
import { OneTimeSecretDialog } from './one-time-secret-dialog';

/** In one: what shows a secret once is there before a secret is made. */
export function ClientCreation({ open, onClose }: { open: boolean; onClose: () => void }) {
  const router = useRouter();
  const [created, setCreated] = useState<NewClientAnswer | null>(null);

  function goOn() {
    if (created) router.push(`/clients/${created.client.client_id}`);
    setCreated(null);
  }

  return (
    <>
      <CreateClientDialog
        open={open}
        onClose={onClose}
        onCreated={(answer) => {
          setCreated(answer);
          onClose();
        }}
      />
      <OneTimeSecretDialog
        answer={created && withSecret(created)}
        title="Store this secret now"
        onStored={goOn}
      />
      <NewKeyClientDialog client={created?.client_secret === null ? created.client : null} onClose={goOn} />
    </>
  );
}

function withSecret({ secret_id, client_secret, ...answer }: NewClientAnswer): NewSecretAnswer | null {
  return secret_id === null || client_secret === null ? null : { ...answer, secret_id, client_secret };
}
