'use client';

import { useState } from 'react';
import { useUpdateApp } from '@/components/query/apps';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';

export function DisableAppZone({ app }: { app: AppView }) {
  const update = useUpdateApp(app.id);
  const [asking, setAsking] = useState(false);
  const active = app.status === 'active';
  return (
    <Zone
      title={active ? 'Disable this app' : 'Enable this app'}
      description={
        active
          ? 'Nobody can sign in to it, and everybody who is signed in is signed out. It can be enabled again.'
          : 'People can sign in to it again.'
      }
      button={
        <Button variant={active ? 'outline' : 'default'} onClick={() => setAsking(true)}>
          {active ? 'Disable app' : 'Enable app'}
        </Button>
      }
    >
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
    </Zone>
  );
}
