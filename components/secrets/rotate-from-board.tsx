'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { OneTimeSecretDialog } from '@/components/clients/one-time-secret-dialog';
import { RotateDialog } from '@/components/clients/rotate-dialog';
import { useClient } from '@/components/query/clients';
import { describeError } from '@/components/query/portal-api-error';
import { Alert } from '@/components/ui/alert';
import type { NewSecretAnswer } from '@/lib/contract/portal';

/** A rotation begun on the board; it goes on where the switch is watched. */
export function RotateFromBoard({
  clientId,
  ...props
}: {
  clientId: string | undefined;
  onClose: () => void;
}) {
  return clientId === undefined ? null : <Rotation clientId={clientId} {...props} />;
}

function Rotation({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const router = useRouter();
  const client = useClient(clientId);
  const [made, setMade] = useState<NewSecretAnswer | null>(null);
  const watch = () => router.push(`/clients/${clientId}?tab=secrets`);
  if (client.error && !client.data)
    return (
      <Alert variant="destructive" className="mb-4">
        {describeError(client.error).description}
      </Alert>
    );
  if (!client.data) return null;
  return (
    <>
      <RotateDialog
        client={client.data.client}
        open={made === null}
        onClose={onClose}
        onRotated={setMade}
        onLate={watch}
      />
      <OneTimeSecretDialog answer={made} title="Store the new secret now" onStored={watch} />
    </>
  );
}
