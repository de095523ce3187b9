'use client';

import { useState } from 'react';
import { useUpdateApp } from '@/components/query/apps';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';

export function DisableAppZone({ app }: { app: AppView }) {
  const update = useUpdateApp(app.id);
  const [asking, setAsking] = useState(false);
  const active = app.status === 'active';
  return (
    <Card>
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">{active ? 'Disable this app' : 'Enable this app'}</h2>
          <p className="text-muted-foreground text-sm">
            {active
              ? 'Nobody can sign in to it, and everybody who is signed in is signed out. It can be enabled again.'
              : 'People can sign in to it again.'}
          </p>
        </div>
        <Button variant={active ? 'outline' : 'default'} onClick={() => setAsking(true)}>
          {active ? 'Disable app' : 'Enable app'}
        </Button>
      </CardContent>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`${active ? 'Disable' : 'Enable'} ${app.name}?`}
        description={
          active
            ? 'Its people’s tokens are refused at once, and signing in there leads nowhere until it is enabled.'
            : 'People can sign in to it again. Sessions from before stay ended.'
        }
        action={active ? 'Disable app' : 'Enable app'}
        destructive={active}
        onConfirm={async () => {
          await update.mutateAsync({ status: active ? 'disabled' : 'active' });
          if (active)
            toastWithUndo(`${app.name} is disabled`, {
              description: 'Its people stay signed out, even if this is undone.',
              undo: () => update.mutateAsync({ status: 'active' }),
              undone: `${app.name} is enabled again`,
            });
          else toast.success(`${app.name} is enabled`);
        }}
      />
    </Card>
  );
}
