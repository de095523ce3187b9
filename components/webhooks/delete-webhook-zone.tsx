'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteWebhook } from '@/components/query/webhooks';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { WebhookView } from '@/lib/contract/webhooks';

export function DeleteWebhookZone({ webhook }: { webhook: WebhookView }) {
  const router = useRouter();
  const remove = useDeleteWebhook(webhook.id);
  const [asking, setAsking] = useState(false);
  return (
    <Card className="border-overdue-mark">
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">Delete this webhook</h2>
          <p className="text-muted-foreground text-sm">
            Its secret, its log and whatever waits for it are gone for good.
          </p>
        </div>
        <Button variant="destructive" onClick={() => setAsking(true)}>
          Delete webhook
        </Button>
      </CardContent>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete this webhook?"
        description="This cannot be taken back. The same address added anew gets another secret."
        action="Delete webhook"
        destructive
        onConfirm={async () => {
          await remove.mutateAsync();
          toast.success('The webhook is deleted');
          router.push('/webhooks');
        }}
      />
    </Card>
  );
}
