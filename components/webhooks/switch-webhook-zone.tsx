'use client';

import { useState } from 'react';
import { useUpdateWebhook } from '@/components/query/webhooks';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { WebhookView } from '@/lib/contract/webhooks';

export function SwitchWebhookZone({ webhook }: { webhook: WebhookView }) {
  const update = useUpdateWebhook(webhook.id);
  const [asking, setAsking] = useState(false);
  const on = webhook.enabled;
  const action = on ? 'Switch off' : 'Switch on';
  return (
    <Zone
      title={`${action} this webhook`}
      description={
        on
          ? 'Nothing is sent to it: what comes due while it is off is cancelled. It can be switched on again.'
          : 'It is told of what happens from then on. What it missed can be sent again from the log.'
      }
      button={
        <Button variant={on ? 'outline' : 'default'} onClick={() => setAsking(true)}>
          {action}
        </Button>
      }
    >
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`${action} this webhook?`}
        description={
          on
            ? 'Whatever happens while it is off is not told to it, now or later.'
            : 'It starts afresh: earlier failures do not count any more.'
        }
        action={action}
        destructive={on}
        onConfirm={async () => {
          await update.mutateAsync({ enabled: !on });
          toast.success(on ? 'The webhook is off' : 'The webhook is on');
        }}
      />
    </Zone>
  );
}
