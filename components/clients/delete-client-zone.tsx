'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteClient } from '@/components/query/clients';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';

/** Offered once the client is disabled: until then somebody may still need it. */
export function DeleteClientZone({ client }: { client: ClientView }) {
  const router = useRouter();
  const remove = useDeleteClient(client.client_id);
  const [asking, setAsking] = useState(false);
  const active = client.status === 'active';
  return (
    <Card className={active ? undefined : 'border-overdue-mark'}>
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">Delete this client</h2>
          <p className="text-muted-foreground text-sm">
            {active
              ? 'Disable it first, and see that nobody misses it: that can be taken back.'
              : 'Its client ID and secrets stop working for good. The audit log keeps what it did.'}
          </p>
        </div>
        <Button variant="destructive" disabled={active} onClick={() => setAsking(true)}>
          Delete client
        </Button>
      </CardContent>
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
    </Card>
  );
}
