'use client';

import { useState } from 'react';
import { useClientAction } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';
import { DisableDialog } from './disable-dialog';

export function StatusZone({ client }: { client: ClientView }) {
  const setStatus = useClientAction(client.client_id);
  const [asking, setAsking] = useState(false);
  const active = client.status === 'active';
  return (
    <Card className={active ? 'border-overdue-mark' : undefined}>
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">{active ? 'Disable this client' : 'Enable this client'}</h2>
          <p className="text-muted-foreground text-sm">
            {active
              ? 'It gets no more tokens, and those it has are refused at once. It can be enabled again.'
              : 'It gets tokens again with its live secrets and its keys.'}
          </p>
        </div>
        <Button variant={active ? 'destructive' : 'default'} onClick={() => setAsking(true)}>
          {active ? 'Disable client' : 'Enable client'}
        </Button>
      </CardContent>
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
    </Card>
  );
}
