'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteApp } from '@/components/query/apps';
import { TypedConfirmDialog } from '@/components/shell/typed-confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { AppView } from '@/lib/contract/apps';

export function DeleteAppZone({ app }: { app: AppView }) {
  const router = useRouter();
  const remove = useDeleteApp(app.id);
  const [asking, setAsking] = useState(false);
  return (
    <Card className="border-overdue-mark">
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">Delete this app</h2>
          <p className="text-muted-foreground text-sm">
            Its client ID stops working for good, and everybody is signed out of it.
          </p>
        </div>
        <Button variant="destructive" onClick={() => setAsking(true)}>
          Delete app
        </Button>
      </CardContent>
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
    </Card>
  );
}
