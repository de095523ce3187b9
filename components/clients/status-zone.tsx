'use client';

import { useState } from 'react';
import { useClientAction } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';
import { DisableDialog } from './disable-dialog';

export function StatusZone({ client }: { client: ClientView }) {
  const setStatus = useClientAction(client.client_id);
  const [asking, setAsking] = useState(false);
  const active = client.status === 'active';
  return (
    <Zone
      title={active ? 'Disable this client' : 'Enable this client'}
      description={
        active
          ? 'It gets no more tokens, and those it has are refused at once. It can be enabled again.'
          : 'It gets tokens again with its live secrets and its keys.'
      }
      danger={active}
      button={
        <Button variant={active ? 'destructive' : 'default'} onClick={() => setAsking(true)}>
          {active ? 'Disable client' : 'Enable client'}
        </Button>
      }
    >
      {active ? (
        <DisableDialog client={client} open={asking} onClose={() => setAsking(false)} />
      ) : (
        <ConfirmDialog
          open={asking}
          onClose={() => setAsking(false)}
          title={`Enable ${client.name}?`}
          description="It gets tokens again with its live secrets and its keys. Tokens from before stay refused."
          action="Enable client"
          onConfirm={async () => {
            await setStatus.mutateAsync('enable');
            toast.success(`${client.name} is enabled`);
          }}
        />
      )}
    </Zone>
  );
}
