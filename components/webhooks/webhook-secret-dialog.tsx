'use client';

import { useState } from 'react';
import { CredentialRow } from '@/components/clients/credential-row';
import { useLeaveGuard } from '@/components/shell/use-leave-guard';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { TextLink } from '@/components/ui/text-link';
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';

type Props = { answer: WebhookSecretAnswer | null; onStored: () => void };

/** The only place a signing secret is ever shown. It lives in the parent's state and goes when `onStored` clears it. */
export function WebhookSecretDialog({ answer, onStored }: Props) {
  return (
    <Dialog open={answer !== null}>
      {answer ? <Content secret={answer.secret} onStored={onStored} /> : null}
    </Dialog>
  );
}

function Content({ secret, onStored }: { secret: string; onStored: () => void }) {
  const [stored, setStored] = useState(false);
  const [nudged, setNudged] = useState(false);
  useLeaveGuard(!stored);

  function onDismiss(event: Event) {
    event.preventDefault();
    setNudged(true);
  }

  return (
    <DialogContent
      showCloseButton={false}
      onEscapeKeyDown={onDismiss}
      onInteractOutside={onDismiss}
      className="sm:max-w-xl"
    >
      <DialogHeader className="pr-5">
        <DialogTitle>The signing secret</DialogTitle>
        <DialogDescription>This is the only time it is shown. Nobody can look it up later.</DialogDescription>
      </DialogHeader>
      <DialogBody>
        <CredentialRow
          label="Signing secret"
          value={secret}
          copyLabel="Copy secret"
          emphasis
          onCopied={() => setStored(true)}
        />
        <p className="text-muted-foreground text-sm">
          Whoever receives the messages verifies each one with it, with any library for{' '}
          <TextLink href="/docs/webhooks#verify">Standard Webhooks</TextLink>.
        </p>
        {nudged && !stored ? (
          <Alert variant="soon">Copy the secret first, then say that you have stored it.</Alert>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button disabled={!stored} onClick={onStored}>
          I have stored it
        </Button>
      </DialogFooter>
    </DialogContent>
  );
}
