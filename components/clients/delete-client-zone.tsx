'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteClient } from '@/components/query/clients';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';

/** Offered once the client is disabled: until then somebody may still need it. */
export function DeleteClientZone({ client }: { client: ClientView }) {
  const router = useRouter();
  const remove = useDeleteClient(client.client_id);
  const [asking, setAsking] = useState(false);
  const active = client.status === 'active';
  return (
    <Zone
      title="Delete this client"
      description={
        active
          ? 'Disable it first, and see that nobody misses it: that can be taken back.'
          : 'Its client ID and secrets stop working for good. The audit log keeps what it did.'
      }
      danger={!active}
      button={
        <Button variant="destructive" disabled={active} onClick={() => setAsking(true)}>
          Delete client
        </Button>
      }
    >
      <TypedConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        word={client.name}
        title={`Delete ${client.name}?`}
        description="This cannot be taken back. A client created anew has another client ID and another secret."
        action="Delete client"
        onConfirm={async () => {
          await remove.mutateAsync();
          toast.success(`${client.name} is deleted`);
          router.push('/clients');
        }}
      />
    </Zone>
  );
}
