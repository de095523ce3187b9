'use client';

import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { CredentialRow } from '@/components/ui/credential-row';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import type { ClientView } from '@/lib/contract/portal';
import { assertionProgram } from './assertion-text';
import { useOrigin } from './use-origin';

/** After creating a client that authenticates by its key: there is nothing to store. */
export function NewKeyClientDialog({ client, onClose }: { client: ClientView | null; onClose: () => void }) {
  const origin = useOrigin();
  return (
    <Dialog open={client !== null} onOpenChange={(next) => (next ? undefined : onClose())}>
      {client ? (
        <DialogContent className="sm:max-w-xl">
          <DialogHeader>
            <DialogTitle>{client.name} is ready</DialogTitle>
            <DialogDescription>
              There is no secret to store: it proves who it is by signing with its private key.
            </DialogDescription>
          </DialogHeader>
          <DialogBody>
            <CredentialRow label="Client ID" value={client.client_id} copyLabel="Copy client ID" />
            <CodeBlock label="Node.js" code={assertionProgram(origin, client)} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Go to the client</Button>
          </DialogFooter>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}
