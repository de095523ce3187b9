'use client';

import { useState } from 'react';
import { useForgetWebhooks } from '@/components/query/webhooks';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { exactTime } from '@/components/ui/exact-time';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import type { WebhookSecretAnswer, WebhookView } from '@/lib/contract/webhooks';

const RotateWebhookDialog = lazyDialog(
  async () => (await import('./rotate-webhook-dialog')).RotateWebhookDialog,
  isOpen,
);
const WebhookSecretDialog = lazyDialog(
  async () => (await import('./webhook-secret-dialog')).WebhookSecretDialog,
  ({ answer }: { answer: WebhookSecretAnswer | null }) => answer !== null,
);

export function SecretCard({ webhook, mayEdit }: { webhook: WebhookView; mayEdit: boolean }) {
  const forget = useForgetWebhooks();
  const [rotating, setRotating] = useState(false);
  const [made, setMade] = useState<WebhookSecretAnswer | null>(null);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Signing secret</CardTitle>
        <CardDescription>Every message is signed with it, and with no other webhook’s.</CardDescription>
        {mayEdit ? (
          <CardAction>
            <Button variant="outline" size="sm" onClick={() => setRotating(true)}>
              Rotate secret
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent>
        <ul className="flex flex-col gap-1 text-sm">
          {webhook.secrets.map((secret) => (
            <li key={secret.created_at} className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-mono text-xs">whsec_…{secret.hint}</code>
              <span className="text-muted-foreground text-xs">
                made {exactTime(secret.created_at)}
                {secret.ends_at ? `, signs as well until ${exactTime(secret.ends_at)}` : null}
              </span>
            </li>
          ))}
        </ul>
      </CardContent>
      {mayEdit ? (
        <>
          <RotateWebhookDialog
            open={rotating}
            webhookId={webhook.id}
            onClose={() => setRotating(false)}
            onRotated={(answer: WebhookSecretAnswer) => {
              setRotating(false);
              setMade(answer);
              forget();
            }}
          />
          <WebhookSecretDialog answer={made} onStored={() => setMade(null)} />
        </>
      ) : null}
    </Card>
  );
}
