'use client';

import { useState } from 'react';
import { useForgetWebhooks } from '@/components/query/webhooks';
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';
import { RotateWebhookDialog } from './rotate-webhook-dialog';
import { WebhookSecretDialog } from './webhook-secret-dialog';

/** In one: what shows a secret once is there before a secret is made. */
export function WebhookRotation({
  webhookId,
  open,
  onClose,
}: {
  webhookId: string;
  open: boolean;
  onClose: () => void;
}) {
  const forget = useForgetWebhooks();
  const [made, setMade] = useState<WebhookSecretAnswer | null>(null);
  return (
    <>
      <RotateWebhookDialog
        open={open}
        webhookId={webhookId}
        onClose={onClose}
        onRotated={(answer) => {
          setMade(answer);
          forget();
        }}
      />
      <WebhookSecretDialog answer={made} onStored={() => setMade(null)} />
    </>
  );
}
