'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useLeaveGuard } from '@/components/shell/use-leave-guard';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import type { NewSecretAnswer } from '@/lib/contract/portal';
import { CredentialRow } from './credential-row';
import { envFile, envFileName, tokenCurl } from './credentials-text';
import { downloadText } from './download-text';
import { useOrigin } from './use-origin';

/** The only place a secret is ever shown. It lives in the parent's state and goes when `onStored` clears it. */
export function OneTimeSecretDialog({
  answer,
  title,
  onStored,
}: {
  answer: NewSecretAnswer | null;
  title: string;
  onStored: () => void;
}) {
  return (
    <Dialog open={answer !== null}>
      {answer ? <Content answer={answer} title={title} onStored={onStored} /> : null}
    </Dialog>
  );
}

function Content({
  answer,
  title,
  onStored,
}: {
  answer: NewSecretAnswer;
  title: string;
  onStored: () => void;
}) {
  const origin = useOrigin();
  const [stored, setStored] = useState(false);
  const [nudged, setNudged] = useState(false);
  const credentials = {
    origin,
    clientId: answer.client.client_id,
    clientSecret: answer.client_secret,
    profile: answer.client.profile,
  };
  const keep = () => setStored(true);
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
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>
          This is the only time the secret is shown. Nobody, support included, can look it up later.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <div className="flex flex-col gap-3">
          <CredentialRow label="Client ID" value={credentials.clientId} copyLabel="Copy client ID" />
          <CredentialRow
            label="Client secret"
            value={credentials.clientSecret}
            copyLabel="Copy secret"
            emphasis
            onCopied={keep}
          />
        </div>
        <CodeBlock label="curl" code={tokenCurl(credentials)} wrap onCopied={keep} />
        {nudged && !stored ? (
          <Alert variant="soon">Copy or download the secret first, then say that you have stored it.</Alert>
        ) : null}
      </DialogBody>
      <DialogFooter className="sm:justify-between">
        <Button
          variant="outline"
          onClick={() => {
            downloadText(envFileName(answer.client.name), envFile(credentials));
            keep();
          }}
        >
          <Download aria-hidden />
          Download .env
        </Button>
        <Button disabled={!stored} onClick={onStored}>
          I have stored it
        </Button>
      </DialogFooter>
    </DialogContent>
  );
}
