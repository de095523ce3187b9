'use client';

import { StoreOnceDialog } from '@/components/shell/store-once-dialog';
import { CredentialRow } from '@/components/ui/credential-row';
import { TextLink } from '@/components/ui/text-link';
import type { WebhookSecretAnswer } from '@/lib/contract/webhooks';

type Props = { answer: WebhookSecretAnswer | null; onStored: () => void };

/** The only place a signing secret is ever shown. It lives in the parent's state and goes when `onStored` clears it. */
export function WebhookSecretDialog({ answer, onStored }: Props) {
  if (!answer) return null;
  return (
    <StoreOnceDialog
      title="The signing secret"
      description="This is the only time it is shown. Nobody can look it up later."
      reminder="Copy the secret first, then say that you have stored it."
      onStored={onStored}
    >
      {(keep) => (
        <>
          <CredentialRow
            label="Signing secret"
            value={answer.secret}
            copyLabel="Copy secret"
            emphasis
            onCopied={keep}
          />
          <p className="text-muted-foreground text-sm">
            Whoever receives the messages verifies each one with it, with any library for{' '}
            <TextLink href="/docs/webhooks#verify">Standard Webhooks</TextLink>.
          </p>
        </>
      )}
    </StoreOnceDialog>
  );
}
