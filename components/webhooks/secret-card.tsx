'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { exactTime } from '@/components/ui/exact-time';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import type { WebhookView } from '@/lib/contract/webhooks';

const WebhookRotation = lazyDialog(async () => (await import('./webhook-rotation')).WebhookRotation, isOpen);

export function SecretCard({ webhook, mayEdit }: { webhook: WebhookView; mayEdit: boolean }) {
  const [rotating, setRotating] = useState(false);
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
        <WebhookRotation open={rotating} webhookId={webhook.id} onClose={() => setRotating(false)} />
      ) : null}
    </Card>
  );
}
