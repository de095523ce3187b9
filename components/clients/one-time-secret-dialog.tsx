'use client';

import { Download } from 'lucide-react';
import { StoreOnceDialog } from '@/components/shell/store-once-dialog';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { CredentialRow } from '@/components/ui/credential-row';
import { downloadText } from '@/components/ui/download-text';
import type { NewSecretAnswer } from '@/lib/contract/portal';
import { envFile, envFileName, tokenCurl } from './credentials-text';
import { useOrigin } from './use-origin';

type Props = { answer: NewSecretAnswer | null; title: string; onStored: () => void };

/** The only place a client's secret is ever shown. It lives in the parent's state and goes when `onStored` clears it. */
export function OneTimeSecretDialog({ answer, title, onStored }: Props) {
  const origin = useOrigin();
  if (!answer) return null;
  const { client, client_secret } = answer;
  const credentials = {
    origin,
    clientId: client.client_id,
    clientSecret: client_secret,
    profile: client.profile,
  };
  return (
    <StoreOnceDialog
      title={title}
      description="This is the only time the secret is shown. Nobody, support included, can look it up later."
      reminder="Copy or download the secret first, then say that you have stored it."
      onStored={onStored}
      download={(keep) => (
        <Button
          variant="outline"
          onClick={() => {
            downloadText(envFileName(client.name), envFile(credentials));
            keep();
          }}
        >
          <Download aria-hidden />
          Download .env
        </Button>
      )}
    >
      {(keep) => (
        <>
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
        </>
      )}
    </StoreOnceDialog>
  );
}
