'use client';

import { useState } from 'react';
import { useUpdateWebhook } from '@/components/query/webhooks';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { WebhookView } from '@/lib/contract/webhooks';

export function SwitchWebhookZone({ webhook }: { webhook: WebhookView }) {
  const update = useUpdateWebhook(webhook.id);
  const [asking, setAsking] = useState(false);
  const on = webhook.enabled;
  const action = on ? 'Switch off' : 'Switch on';
  return (
    <Card>
      <CardContent className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 className="font-semibold text-base">{action} this webhook</h2>
          <p className="text-muted-foreground text-sm">
            {on
              ? 'Nothing is sent to it: what comes due while it is off is cancelled. It can be switched on again.'
              : 'It is told of what happens from then on. What it missed can be sent again from the log.'}
          </p>
        </div>
        <Button variant={on ? 'outline' : 'default'} onClick={() => setAsking(true)}>
          {action}
        </Button>
      </CardContent>
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
    </Card>
  );
}
