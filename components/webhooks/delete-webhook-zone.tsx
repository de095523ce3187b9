'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDeleteWebhook } from '@/components/query/webhooks';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { WebhookView } from '@/lib/contract/webhooks';

export function DeleteWebhookZone({ webhook }: { webhook: WebhookView }) {
  const router = useRouter();
  const remove = useDeleteWebhook(webhook.id);
  const [asking, setAsking] = useState(false);
  return (
    <Zone
      title="Delete this webhook"
      description="Its secret, its log and whatever waits for it are gone for good."
      danger
      button={
        <Button variant="destructive" onClick={() => setAsking(true)}>
          Delete webhook
        </Button>
      }
    >
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
    </Zone>
  );
}
