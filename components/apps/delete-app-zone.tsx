'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteApp } from '@/components/query/apps';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';

export function DeleteAppZone({ app }: { app: AppView }) {
  const router = useRouter();
  const remove = useDeleteApp(app.id);
  const [asking, setAsking] = useState(false);
  return (
    <Zone
      title="Delete this app"
      description="Its client ID stops working for good, and everybody is signed out of it."
      danger
      button={
        <Button variant="destructive" onClick={() => setAsking(true)}>
          Delete app
        </Button>
      }
    >
      <TypedConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        word={app.name}
        title={`Delete ${app.name}?`}
        description="This cannot be taken back. An app registered anew has another client ID."
        action="Delete app"
        onConfirm={async () => {
          await remove.mutateAsync();
          toast.success(`${app.name} is deleted`);
          router.push('/apps');
        }}
      />
    </Zone>
  );
}
