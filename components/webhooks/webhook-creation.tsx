'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForgetWebhooks } from '@/components/query/webhooks';
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';
import { CreateWebhookDialog } from './create-webhook-dialog';
import { WebhookSecretDialog } from './webhook-secret-dialog';

/** In one: what shows a secret once is there before a secret is made. */
export function WebhookCreation({ open, onClose }: { open: boolean; onClose: () => void }) {
  const router = useRouter();
  const forget = useForgetWebhooks();
  const [made, setMade] = useState<WebhookSecretAnswer | null>(null);
  return (
    <>
      <CreateWebhookDialog
        open={open}
        onClose={onClose}
        onCreated={(answer) => {
          setMade(answer);
          onClose();
          forget();
        }}
      />
      <WebhookSecretDialog
        answer={made}
        onStored={() => {
          if (made) router.push(`/webhooks/${made.webhook.id}`);
          setMade(null);
        }}
      />
    </>
  );
}
